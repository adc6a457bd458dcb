"""Who takes part: two operators, their hubs, staff, producers and families."""

import base64
import csv
import random
from dataclasses import dataclass, field

from odoo.fields import Command
from odoo.tools import config
from odoo.tools.misc import file_open

LANGUAGE = "fr_FR"
TIME_ZONE = "Europe/Paris"
CATALOGUE = "off_hub_network/demo/catalogue_fr.csv"
ASSOCIATION = {
    "name": "Les Paniers de l’Erdre",
    "street": "31 rue de la Papotière",
    "zip": "44300",
    "city": "Nantes",
    "email": "contact@paniers-erdre.example",
    "phone": "02 40 00 40 00",
}
MARKET = {
    "name": "La Petite Halle",
    "street": "3 place Mendès-France",
    "zip": "44800",
    "city": "Saint-Herblain",
    "email": "contact@petite-halle.example",
    "phone": "02 40 00 42 00",
    "off_website_domain": f"http://halle.localhost:{config['http_port']}",
}
MARKET_PRODUCERS = (
    "La Ferme des Trois Noues",
    "Les Vergers de la Haie-Blanche",
    "La Laiterie des Marzelles",
    "L’Épi levé",
    "La Ferme des Quatre Graines",
)
# Its grower has a login, and has not answered the market yet.
FARMER_MEMBER = "La Champignonnière du Coteau"
# The orchard lets both hubs sell at their own terms.
FREE_TERMS = "Les Vergers de la Haie-Blanche"
# Latitude and longitude of the hubs.
PLACES = {
    "Nantes": (47.2530, -1.5200),
    "Saint-Herblain": (47.2110, -1.6510),
}
BOOKKEEPING = ("account.group_account_user", "off_hub_network.group_user")


@dataclass
class Operator:
    """A company, its hub, and the person who coordinates its cycles."""

    company: object
    hub: object
    coordinator: object
    points: list = field(default_factory=list)

    @property
    def env(self):
        """Environment of the coordinator, as on its screen."""
        return self.coordinator.env(
            user=self.coordinator,
            context={
                "lang": LANGUAGE,
                "tz": TIME_ZONE,
                "allowed_company_ids": self.company.ids,
            },
        )


@dataclass
class Federation:
    """What the story needs of its people.

    :ivar families: ``{customer: pickup point}`` of the association
    :ivar customer: the family that has a login and buys from both operators
    :ivar farmer: the login of a producer that answers for itself
    """

    env: object
    association: Operator
    market: Operator
    bookkeeper: object
    customer: object
    farmer: object
    families: dict
    random: random.Random

    @property
    def farmer_env(self):
        return self.farmer.env(
            user=self.farmer, context={"lang": LANGUAGE, "tz": TIME_ZONE}
        )

    def find(self, name):
        """The member of that name, with the rights of the operator that keeps it."""
        member = self.env["res.partner"].search(
            [("off_is_member", "=", True), ("name", "=", name)]
        )
        member.ensure_one()
        own = member.off_keeper_company_id == self.market.company
        operator = self.market if own else self.association
        return member.with_env(operator.env)

    def get_env(self, member):
        """Environment of who speaks for ``member``."""
        if member == self.farmer.commercial_partner_id:
            return self.farmer_env
        return member.env


def read_rows(name):
    """Rows of a CSV file of this add-on, as dictionaries."""
    with file_open(f"off_federation_demo/data/{name}.csv") as stream:
        return list(csv.DictReader(stream))


def gather_people(env):
    """Make the two operators and everybody around them."""
    _speak_french(env)
    association = _found_association(env)
    market = _found_market(env)
    _link_market(association, market)
    customer = _make_customer(env, association)
    bookkeeper = make_user(
        env, association.company, "compta", "Hélène Le Goff", BOOKKEEPING
    )
    make_user(
        env,
        association.company,
        "point",
        "Yves Moreau",
        ("off_hub_network.group_hub_manager",),
    )
    farmer = _give_login(env, association)
    admin = env.ref("base.user_admin")
    admin.company_ids |= association.company | market.company
    (admin | env.user).tz = TIME_ZONE
    admin.write({"lang": LANGUAGE, "name": "Administration"})
    return Federation(
        env=env,
        association=association,
        market=market,
        bookkeeper=bookkeeper,
        customer=customer,
        farmer=farmer,
        families=_make_families(association),
        random=random.Random(1882),
    )


def _give_login(env, association):
    """One producer answers for itself from now on."""
    grower = _find_producers(env, (FARMER_MEMBER,))
    user = make_user(
        env, association.company, "ferme", "Rose Thibaud", ("base.group_portal",)
    )
    user.partner_id.write({"parent_id": grower.id, "email": "rose@coteau.example"})
    return user


def _speak_french(env):
    lang = (
        env["res.lang"]
        .with_context(active_test=False)
        .search([("code", "=", LANGUAGE)])
    )
    if not lang.active:
        env["base.language.install"].create({"lang_ids": lang.ids}).lang_install()


def make_user(env, company, login, name, groups):
    """A login whose password is the login itself."""
    domain = company.email.partition("@")[2]
    # Who has an address would be mailed a link to choose a password.
    users = env["res.users"].with_context(no_reset_password=True)
    return users.create(
        {
            "name": name,
            "login": login,
            "email": f"{login}@{domain}",
            "password": login,
            "lang": LANGUAGE,
            "tz": TIME_ZONE,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


# -- operators -----------------------------------------------------------------------
def _set_up(company, values):
    france = company.env.ref("base.fr")
    company.write({**values, "country_id": france.id})
    company.partner_id.write({"lang": LANGUAGE, "tz": TIME_ZONE})
    company._off_setup_operator("fr")
    websites = company.env["website"].search([("company_id", "=", company.id)])
    websites.write(
        {
            "name": company.name,
            "default_lang_id": company.env.ref("base.lang_fr").id,
            "language_ids": [Command.set(company.env.ref("base.lang_fr").ids)],
            "homepage_url": "/cycles",
        }
    )


def _open_hub(company, login, name):
    coordinator = make_user(
        company.env, company, login, name, ("off_hub_network.group_coordinator",)
    )
    operator = Operator(company, None, coordinator)
    operator.hub = operator.env["off.hub"].create({"name": company.name})
    operator.hub.partner_id.write(
        {name: company[name] for name in ("street", "zip", "city", "email", "phone")}
        | _get_place(company.city)
    )
    return operator


def _get_place(city):
    """Coordinates as a partner has them: the directory has a map without a geocoder."""
    latitude, longitude = PLACES[city]
    return {"partner_latitude": latitude, "partner_longitude": longitude}


def _found_association(env):
    """A buying group that ran on its own until now: the first company."""
    company = env.ref("base.main_company")
    _set_up(company, ASSOCIATION)
    association = _open_hub(company, "coordination", "Nadia Ferrand")
    association.points = [_make_point(association, row) for row in read_rows("points")]
    with file_open(CATALOGUE, "rb") as stream:
        wizard = association.env["off.catalog.import"].create(
            {"hub_id": association.hub.id, "data": base64.b64encode(stream.read())}
        )
    wizard.action_apply()
    return association


def _found_market(env):
    """A solidarity micro-market that sells some of the same producers' goods."""
    company = env["res.company"].create({"name": MARKET["name"]})
    _set_up(company, MARKET)
    market = _open_hub(company, "halle", "Samir Benali")
    market.points = [
        _make_point(market, {**MARKET, "name": "La Petite Halle", "access": ""})
    ]
    return market


def _make_point(operator, row):
    address = operator.env["res.partner"].create(
        {
            "parent_id": operator.hub.partner_id.id,
            "type": "delivery",
            **{name: row[name] for name in ("name", "street", "zip", "city")},
        }
    )
    return operator.env["off.pickup.point"].create(
        {
            "name": row["name"],
            "hub_id": operator.hub.id,
            "partner_id": address.id,
            "note": row["access"],
        }
    )


# -- members and customers -------------------------------------------------------------
def _find_producers(env, names):
    return env["res.partner"].search(
        [("off_is_producer", "=", True), ("name", "in", list(names))]
    )


def _link_market(association, market):
    """Five producers said yes, by the association that speaks for them as long as they
    have no login; one was asked and did not answer yet."""
    asked = _find_producers(market.env, (*MARKET_PRODUCERS, FARMER_MEMBER))
    links = market.env["off.network.link"].create(
        [
            {
                "grantor_id": producer.id,
                "grantee_id": market.hub.partner_id.id,
                "may_override": producer.name == FREE_TERMS,
            }
            for producer in asked
        ]
    )
    answered = links.filtered(lambda link: link.grantor_id.name != FARMER_MEMBER)
    answered.with_env(association.env).action_accept()


def _make_customer(env, association):
    user = make_user(
        env, association.company, "famille", "Famille Martin", ("base.group_portal",)
    )
    user.partner_id.write({"city": "Nantes", "email": "martin@example.org"})
    return user


def _make_families(association):
    points = {point.name: point for point in association.points}
    rows = read_rows("families")
    families = association.env["res.partner"].create(
        [{"name": row["name"], "city": row["city"], "lang": LANGUAGE} for row in rows]
    )
    return {
        family: points[row["point"]] for family, row in zip(families, rows, strict=True)
    }
