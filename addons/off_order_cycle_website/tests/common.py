import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase

from ..models.off_exchange_shop import PAGES


class CycleWebsiteCase(HttpCase):
    """An open cycle, sold by a hub of the company of the website."""

    keeps_pages = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env.ref("website.default_website")
        cls.company = cls.website.company_id
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company.off_is_operator = True
        cls.company.partner_id.tz = "Europe/Paris"
        cls.producer = cls._create_producer("Ferme du Bois")
        cls.hub = cls._create_hub("Amap du Port", cls.company)
        cls.carrot = cls._create_product("Carrots", 3.5, declared_qty=12)
        cls.bread = cls._create_product("Bread", 4.0, on_demand=True)
        cls.egg = cls._create_product("Eggs", 2.0, declared_qty=1)
        cls.cycle = cls._create_cycle(cls.hub)
        cls.exchange = cls.cycle.outgoing_ids
        cls.slot = cls.exchange.slot_ids[0]
        cls.customer = cls._create_user("lea", "Léa")
        cls.neighbour = cls._create_user("ali", "Ali")

    @classmethod
    def _create_producer(cls, name):
        role = cls.env.ref("off_hub_network.role_producer")
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "off_role_ids": [Command.link(role.id)]}
        )

    @classmethod
    def _create_hub(cls, name, company):
        hub = cls.env["off.hub"].create({"name": name, "company_id": company.id})
        cls.env["off.network.link"].create(
            {"grantor_id": cls.producer.id, "grantee_id": hub.partner_id.id}
        ).action_accept()
        return hub

    @classmethod
    def _create_product(cls, name, price, **availability):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "off_producer_id": cls.producer.id,
                "off_price": price,
                "taxes_id": [Command.clear()],
            }
        )
        product.off_availability_ids.write(availability)
        return product

    @classmethod
    def _create_cycle(cls, hub, is_open=True):
        now = fields.Datetime.now()
        cycle = cls.env["off.order.cycle"].create(
            {
                "name": f"Week of {hub.name}",
                "coordinator_id": hub.id,
                "date_open": now - timedelta(days=1),
                "date_close": now + timedelta(days=1),
            }
        )
        cycle.action_fill_offers()
        point = cls.env["off.pickup.point"].create({"name": "Quay", "hub_id": hub.id})
        cls.env["off.pickup.slot"].create(
            [
                {
                    "exchange_id": cycle.outgoing_ids.id,
                    "point_id": point.id,
                    "date_start": now + timedelta(days=days),
                    "date_end": now + timedelta(days=days, hours=2),
                }
                for days in (3, 4)
            ]
        )
        if is_open:
            cycle.action_open()
        return cycle

    @classmethod
    def _create_user(cls, login, name):
        return cls.env["res.users"].create(
            {
                "name": name,
                "login": login,
                "password": f"{login}{login}{login}",
                "email": f"{login}@example.org",
                "lang": "en_US" if cls._has_english() else False,
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )

    @classmethod
    def _has_english(cls):
        return bool(cls.env["res.lang"]._get_data(code="en_US"))

    def setUp(self):
        super().setUp()
        PAGES.clear()

    def url_open(self, *args, **kwargs):
        # Pages are made anew when something is saved at another moment, and all that a
        # test saves it saves at one.
        if not self.keeps_pages:
            PAGES.clear()
        return super().url_open(*args, **kwargs)

    def _login(self, user):
        self.authenticate(user.login, user.login * 3)

    def _get_offer(self, product):
        return self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == product
        )

    def _get_path(self, exchange=None):
        return f"/cycles/{(exchange or self.exchange).id}"

    def _order(self, quantities, slot=None, path=None, **extra):
        """Fill and send the form as a browser would, with the token of the page."""
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        data = {
            f"qty_{self._get_offer(product).id}": quantity
            for product, quantity in quantities.items()
        }
        if slot:
            data["slot"] = slot.id
        if token:
            data["csrf_token"] = token[1]
        return self.url_open((path or self._get_path()) + "/order", {**data, **extra})

    def _get_orders(self, user=None):
        return self.env["sale.order"].search(
            [("partner_id", "=", (user or self.customer).partner_id.id)]
        )
