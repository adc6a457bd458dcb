"""Reports of people: customers, members of hubs, members of the network."""

from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .columns import add, add_field
from .query_people import get_customers_ctes, get_members_ctes, get_network_ctes
from .report import BY_HUB, Report, register
from .source import Source, add_source
from .sources import SALES

_lt = LazyTranslate(__name__)


class Customers(Source):
    def search(self, env, report, filters):
        domain = self.get_domain(env, filters) & (
            Domain("company_id", "in", env.companies.ids)
            & Domain("state", "=", "sale")
            & Domain("off_cycle_id", "!=", False)
        )
        return env["sale.order"]._search(domain, order="id")

    def get_ctes(self, env, report, layout, records, grain):
        return get_customers_ctes(env, report, layout, records, grain)


class Members(Source):
    def search(self, env, report, filters):
        own = Domain("hub_id.company_id", "in", env.companies.ids)
        return env["off.hub.customer"]._search(
            own & self.get_domain(env, filters), order="id"
        )

    def get_ctes(self, env, report, layout, records, grain):
        return get_members_ctes(env, report, layout, records, grain)


class Network(Source):
    def search(self, env, report, filters):
        hubs = env["off.hub"].search([("company_id", "in", env.companies.ids)])
        own = hubs.partner_id
        linked = own._off_get_linked(own)
        domain = Domain("off_is_member", "=", True) & Domain(
            "id", "in", (own | linked).ids
        )
        return env["res.partner"]._search(
            domain & self.get_domain(env, filters), order="id"
        )

    def get_ctes(self, env, report, layout, records, grain):
        return get_network_ctes(env, report, layout, records, grain)


add_source(
    Customers(
        code="customers",
        model="sale.order",
        paths={
            "cycles": "off_cycle_id",
            "hubs": "off_hub_id",
            "customers": "partner_id",
            "points": "off_slot_id.point_id",
        },
        days={"pickup": "off_slot_id.date_start", "order": "date_order"},
        groups=SALES,
        needs=("sale.order", "off.hub.customer"),
        hint=_lt("Nobody ordered: choose another cycle, or fewer filters."),
    )
)
add_source(
    Members(
        code="members",
        model="off.hub.customer",
        paths={"hubs": "hub_id", "customers": "partner_id"},
        days={},
        groups=SALES,
        needs=("sale.order", "off.hub.customer"),
        hint=_lt("Hubs know nobody yet: customers come here with their first order."),
    )
)
add_source(
    Network(
        code="network",
        model="res.partner",
        paths={"producers": "id"},
        days={},
        groups=SALES,
        needs=("off.hub",),
        hint=_lt("No member of the network works with this operator yet."),
    )
)

# -- columns ---------------------------------------------------------------------------
add_field("street", _lt("Street"), "res.partner", "customer", "street", width=28)
add_field("zip", _lt("Post code"), "res.partner", "customer", "zip", width=10)
add("order_count", _lt("Orders"), "f.order_count", "integer", 9, total=True)
add("spent", _lt("Ordered for"), "f.spent", "money", 12, total=True)
add("first_order", _lt("First order"), "f.first_order", "moment", 16)
add("last_order", _lt("Last order"), "f.last_order", "moment", 16)
add("membership", _lt("Membership"), "f.membership", "choice", 18)
add("member_from", _lt("Member from"), "f.member_from", "day", 12)
add("member_until", _lt("Member until"), "f.member_until", "day", 12)
add("customer_groups", _lt("Groups"), "f.groups", width=20)
add("logins", _lt("Signs in as"), "f.logins", width=28)
add("last_seen", _lt("Last seen"), "f.last_seen", "moment", 16)
add("member", _lt("Member"), "customer.name", width=28)
add("roles", _lt("Roles"), "f.roles", width=22)
add("hubs", _lt("Hubs"), "f.hubs", width=22)
add("visibility", _lt("Shown to"), "f.visibility", "choice", 16)
add("product_count", _lt("Products"), "f.products", "integer", 10, total=True)

# -- reports ---------------------------------------------------------------------------
register(
    Report(
        code="customers",
        label=_lt("Customers"),
        note=_lt("Who ordered, how often and for how much, with addresses."),
        columns=(
            *("hub", "customer", "email", "phone", "street", "zip", "city"),
            *("membership", "member_until", "order_count", "spent"),
            *("first_order", "last_order"),
        ),
        grain=("hub_id", "partner_id"),
        order=("hub", "hub_id", "customer", "partner_id"),
        groups=(BY_HUB,),
        source="customers",
    )
)
register(
    Report(
        code="members",
        label=_lt("Users and members"),
        note=_lt("Whom each hub knows: members and customers, and how they sign in."),
        columns=(
            *("hub", "customer", "email", "phone", "membership", "member_from"),
            *("member_until", "customer_groups", "order_count", "last_order"),
            *("logins", "last_seen"),
        ),
        grain=("known_id", "hub_id", "partner_id"),
        order=("hub", "hub_id", "customer", "known_id"),
        groups=(BY_HUB,),
        source="members",
        printed=False,
    )
)
register(
    Report(
        code="network",
        label=_lt("Members of the network"),
        note=_lt(
            "Producers and hubs that work with this operator, and who signs in for "
            "them."
        ),
        columns=(
            *("member", "roles", "hubs", "email", "phone", "zip", "city"),
            *("visibility", "product_count", "logins", "last_seen"),
        ),
        grain=("partner_id",),
        order=("member", "partner_id"),
        source="network",
        printed=False,
    )
)
