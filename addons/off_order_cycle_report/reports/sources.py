"""Lines of orders, and offers of hubs."""

from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .query_lines import get_lines_ctes
from .query_offers import get_offers_ctes
from .source import Source, add_source

_lt = LazyTranslate(__name__)

SALES = "sales_team.group_sale_salesman"
NEEDS = ("sale.order", "sale.order.line", "off.order.cycle", "off.offer")


class Lines(Source):
    def search(self, env, report, filters):
        domain = self.get_domain(env, filters)
        companies = env.companies.ids
        own = Domain("company_id", "in", companies)
        domain &= (
            Domain("state", "=", "sale")
            & Domain("display_type", "=", False)
            & Domain("order_id.off_cycle_id", "!=", False)
        )
        Line = env["sale.order.line"]
        mine = Line._search(own & domain, order="id")
        told = (
            filters.customers
            or filters.points
            or (
                self.get_days_kind(filters) == "order"
                and (filters.date_from or filters.date_to)
            )
        )
        if told or not (report.bought and self._has_guests(env, filters)):
            return mine
        # What producers supply is also what goes to hubs of other operators: how much,
        # not to whom, nor when it was ordered.
        supplied = Domain("off_offer_id.incoming_id.company_id", "in", companies)
        return Line.sudo()._search(
            Domain("id", "in", mine) | (supplied & domain), order="id"
        )

    def _has_guests(self, env, filters):
        """Whether hubs of other operators sell what these operators order."""
        companies = env.companies.ids
        domain = [
            ("direction", "=", "outgoing"),
            ("cycle_id.company_id", "in", companies),
            ("company_id", "not in", companies),
        ]
        if filters.cycles:
            domain.append(("cycle_id", "in", list(filters.cycles)))
        return bool(env["off.exchange"].sudo().search_count(domain, limit=1))

    def get_ctes(self, env, report, layout, records, grain):
        return get_lines_ctes(env, report, layout, records, grain)


class Offers(Source):
    def search(self, env, report, filters):
        own = Domain("company_id", "in", env.companies.ids)
        return env["off.offer"]._search(
            own & Domain("direction", "=", "outgoing") & self.get_domain(env, filters),
            order="id",
        )

    def get_ctes(self, env, report, layout, records, grain):
        return get_offers_ctes(env, report, layout, records, grain)


add_source(
    Lines(
        code="lines",
        model="sale.order.line",
        paths={
            "cycles": "order_id.off_cycle_id",
            "hubs": "order_id.off_hub_id",
            "producers": "off_offer_id.producer_id",
            "customers": "order_id.partner_id",
            "points": "order_id.off_slot_id.point_id",
        },
        days={
            "pickup": "order_id.off_slot_id.date_start",
            "order": "order_id.date_order",
        },
        groups=SALES,
        needs=NEEDS,
        hint=_lt(
            "Only validated orders count, and of those only what you may see. Choose "
            "another cycle, or fewer filters."
        ),
    )
)
add_source(
    Offers(
        code="offers",
        model="off.offer",
        paths={
            "cycles": "cycle_id",
            "hubs": "exchange_id.hub_id",
            "producers": "producer_id",
        },
        days={"pickup": "exchange_id.slot_ids.date_start"},
        groups=SALES,
        needs=NEEDS,
        hint=_lt("Choose a cycle in which hubs offer something, or fewer filters."),
    )
)
