"""Who plays in the scenario of the shop: two operators, three hubs, their customers."""

from datetime import timedelta

from support.payments import publish_transfer

from odoo import fields
from odoo.fields import Command

from ._network_people import PASSWORD, make_user

# name, purchase price, declared quantity (None: on demand)
GOODS = (
    ("Carottes", 2.5, 40),
    ("Œufs", 0.86, 60),
    ("Miel", 8.0, None),
    ("Pommes", 3.2, 6),
    ("Noisettes", 5.0, 6),
    ("Farine", 1.8, None),
    ("Poulet", 15.0, None),
)
CUSTOMERS = ("membre", "voisin", "visiteuse", "resto", "panier", "pressee", "tardive")


class People:
    def make_operators(self):
        self.companies = self.env["res.company"].create(
            [
                {"name": name, "country_id": self.env.ref("base.fr").id}
                for name in ("Les Paniers du Marais", "La Halle des Voisins")
            ]
        )
        for company in self.companies:
            company._off_setup_operator()
            company.partner_id.tz = "Europe/Paris"
        group = "off_hub_network.group_coordinator"
        users = [
            make_user(self.env, company, login, group)
            for company, login in zip(self.companies, ("marais", "halle"), strict=True)
        ]
        self.marais, self.halle = (self.env(user=user) for user in users)
        self.hubs = [
            env["off.hub"].create({"name": name, "company_id": company.id})
            for env, company, name in (
                (self.marais, self.companies[0], "Groupement du Marais"),
                (self.marais, self.companies[0], "Point de vente du Port"),
                (self.halle, self.companies[1], "Micro-marché des Voisins"),
            )
        ]
        self.websites = [
            self.env["website"].search([("company_id", "=", company.id)], limit=1)
            for company in self.companies
        ]
        self.commit()

    def make_goods(self):
        self.producers = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "off_role_ids": [
                        Command.link(self.env.ref("off_hub_network.role_producer").id)
                    ],
                }
                for name in ("Ferme du Bois", "Verger d’en Haut")
            ]
        )
        category = self.env["off.tax.category"].search([], limit=1)
        self.goods = {}
        for number, (name, price, declared) in enumerate(GOODS):
            product = self.env["product.product"].create(
                {
                    "name": name,
                    "type": "consu",
                    "is_storable": True,
                    "off_producer_id": self.producers[number == 3].id,
                    "off_price": price,
                    "off_tax_category_id": category.id,
                }
            )
            product.off_availability_ids.write(
                {"on_demand": True}
                if declared is None
                else {"declared_qty": declared, "on_demand": False}
            )
            self.goods[name] = product
        self.goods["Poulet"].write(
            {
                "off_billed_by_weight": True,
                "off_unit_quantity": 1.5,
                "off_unit_uom_id": self.env.ref("uom.product_uom_kgm").id,
            }
        )
        self.env["off.network.link"].create(
            [
                {"grantor_id": producer.id, "grantee_id": hub.partner_id.id}
                for producer in self.producers
                for hub in self.hubs
            ]
        ).action_accept()
        self.commit()

    def make_fees(self):
        """Fees at all levels, and the cycles that bear them."""
        fee = self.marais["off.fee"].create
        hub, port, _voisins = self.hubs
        self.fees = {
            "incoming": fee(
                {
                    "name": "Collecte",
                    "hub_id": hub.id,
                    "calculator": "percent_per_item",
                    "percent": 20,
                }
            ),
            "outgoing": fee(
                {
                    "name": "Préparation",
                    "hub_id": hub.id,
                    "calculator": "flat_per_item",
                    "amount": 0.1,
                }
            ),
            "coordinator": fee(
                {
                    "name": "Transport",
                    "hub_id": hub.id,
                    "calculator": "flat_per_order",
                    "amount": 3,
                    "tax_rule": "none",
                }
            ),
        }
        self.cycle = self.make_cycle(self.marais, hub)
        self.cycle.fee_ids = self.fees["coordinator"]
        self.cycle.incoming_ids.filtered(
            lambda edge: edge.producer_id == self.producers[0]
        ).fee_ids = self.fees["incoming"]
        self.edge = self.cycle.outgoing_ids
        # Flour comes in cases of six.
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.goods["Farine"]
        ).pack_size = 6
        self.edge.fee_ids = self.fees["outgoing"]
        self.port_cycle = self.make_cycle(self.marais, port, places=5)
        port.checkout = "payment"
        self.transfer = publish_transfer(self.env, self.companies[0])
        self.halle_cycle = self.make_cycle(self.halle, self.hubs[2])
        self.commit()

    def make_cycle(self, env, hub, places=0):
        now = fields.Datetime.now()
        point = env["off.pickup.point"].create({"name": "Mairie", "hub_id": hub.id})
        cycle = env["off.order.cycle"].create(
            {
                "name": f"Vente de {hub.name}",
                "coordinator_id": hub.id,
                "date_open": now,
                "date_close": now + timedelta(days=3),
            }
        )
        cycle.action_fill_offers()
        env["off.pickup.slot"].create(
            {
                "exchange_id": cycle.outgoing_ids.id,
                "point_id": point.id,
                "date_start": now + timedelta(days=5),
                "date_end": now + timedelta(days=5, hours=2),
                "on_demand": not places,
                "declared_qty": places,
            }
        )
        return cycle

    def make_customers(self):
        portal = self.env.ref("base.group_portal")
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Famille {login}",
                    "login": login,
                    "email": f"{login}@example.org",
                    "password": PASSWORD,
                    "company_id": self.companies[0].id,
                    "company_ids": [Command.set(self.companies[0].ids)],
                    "group_ids": [Command.set(portal.ids)],
                }
                for login in (*CUSTOMERS, *(f"place{n}" for n in range(6)))
            ]
        )
        self.users = {user.login: user for user in users}
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Prix des membres",
                "company_id": self.companies[0].id,
                "currency_id": self.companies[0].currency_id.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        group = self.marais["off.customer.group"].create(
            {
                "name": "Membres",
                "hub_id": self.hubs[0].id,
                "pricelist_id": pricelist.id,
            }
        )
        self.env["off.hub.customer"].create(
            {
                "hub_id": self.hubs[0].id,
                "partner_id": self.users["membre"].partner_id.id,
                "group_ids": [Command.link(group.id)],
                "state": "member",
            }
        )
        self.commit()
