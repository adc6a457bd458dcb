"""Three operators with their books, and whom they trade with."""

from odoo.fields import Command

from ._network_people import make_user

# {name: (price with taxes, rate, producer, more)}
GOODS = {
    "Carottes": (2.4, 5.5, "farm", {}),
    "Poulet": (18.0, 5.5, "farm", {"off_billed_by_weight": True, "off_unit": 1.5}),
    "Bière": (3.6, 20.0, "brewery", {"bottle": True}),
    "Pommes": (3.1, 5.5, "orchard", {}),
    "Salades": (1.2, 5.5, "market", {}),
    "Oranges": (2.9, 5.5, "grove", {}),
}
NAMES = {
    "farm": "Ferme du Val",
    "brewery": "Brasserie du Lavoir",
    "orchard": "Verger d’en Haut",
    "market": "Maraîchère des Prés",
    "grove": "Huerta del Sol",
}
IBAN = {
    "farm": "FR1420041010050500013M02606",
    "brewery": "FR7610107001011234567890129",
    "orchard": "FR7611315000011234567890138",
    "market": "FR7630006000011234567890189",
    "grove": "ES9121000418450200051332",
}
BIC = {"cooperative": "BDFEFRPP", "association": "AGRIFRPP"}
MENTION = "TVA non applicable, art. 293 B du CGI"
STAFF = (
    "off_hub_network.group_coordinator",
    "account.group_account_manager",
    "account_payment_batch_oca.group_account_payment",
    "stock.group_stock_manager",
    "purchase.group_purchase_manager",
)


class BooksPeople:
    """:ivar desks: ``{operator: environment of who does its work}``"""

    def make_operators(self):
        france, spain = self.env.ref("base.fr"), self.env.ref("base.es")
        rows = {
            "association": ("Les Paniers Voisins", france, "82150313300018", False),
            "cooperative": (
                "La Coop des Halles",
                france,
                "33417522101010",
                "FR23334175221",
            ),
            "grower": ("Cítricos del Turia", spain, False, "ESB12345674"),
        }
        self.companies, self.desks, self.hubs = {}, {}, {}
        for key, (name, country, registry, vat) in rows.items():
            company = self.env["res.company"].create(
                {
                    "name": name,
                    "country_id": country.id,
                    "street": "1 rue du Port",
                    "zip": "44000" if country == france else "46001",
                    "city": "Nantes" if country == france else "València",
                    "email": f"{key}@example.org",
                    "phone": "+33 2 40 00 00 00",
                    "company_registry": registry,
                    "vat": vat,
                    "off_vat_exempt": key == "association",
                }
            )
            company._off_setup_operator()
            company.partner_id.tz = "Europe/Paris"
            self.companies[key] = company
            user = make_user(self.env, company, key, STAFF[0])
            user.group_ids += self.env["res.groups"].browse(
                [self.env.ref(name).id for name in STAFF[1:]]
            )
            self.desks[key] = self.env(
                user=user, context={"allowed_company_ids": company.ids, "lang": "fr_FR"}
            )
            self.hubs[key] = self.desks[key]["off.hub"].create(
                {"name": name, "company_id": company.id}
            )
        for key, mention in (("association", MENTION), ("cooperative", None)):
            company = self.companies[key].with_env(self.desks[key])
            company._off_set_up_books(key, mention)
            self.make_bank(key)

    def make_bank(self, key):
        company = self.companies[key]
        bank = self.env["res.bank"].create(
            {
                "name": f"Banque {key}",
                "bic": "BDFEFRPP" if key == "cooperative" else "AGRIFRPP",
            }
        )
        account = self.env["res.partner.bank"].create(
            {
                "acc_number": {
                    "cooperative": "FR7630001007941234567890185",
                    "association": "FR7630004000031234567890143",
                }[key],
                "partner_id": company.partner_id.id,
                "bank_id": bank.id,
                "allow_out_payment": True,
            }
        )
        journal = self.env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
        )
        journal.bank_account_id = account
        self.banks[key] = journal

    def make_goods(self):
        role = self.env.ref("off_hub_network.role_producer")
        self.producers = {}
        for key, name in NAMES.items():
            self.producers[key] = self.env["res.partner"].create(
                {
                    "name": name,
                    "is_company": True,
                    "country_id": self.env.ref("base.fr").id,
                    "street": "Le Bourg",
                    "zip": "44000",
                    "city": "Nantes",
                    "off_role_ids": [Command.link(role.id)],
                }
            )
            self.env["res.partner.bank"].create(
                {
                    "acc_number": IBAN[key],
                    "partner_id": self.producers[key].id,
                    "bank_id": self.env["res.bank"]
                    .create({"name": name, "bic": "AGRIFRPP"})
                    .id,
                    "allow_out_payment": True,
                }
            )
        bottle = self.env["product.product"].create(
            {"name": "Bouteille consignée", "type": "service", "off_deposit": 0.3}
        )
        self.goods = {}
        for name, (price, rate, producer, more) in GOODS.items():
            values = {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "off_producer_id": self.producers[producer].id,
                "off_price": price,
                "off_tax_category_id": self.find_category(rate).id,
            }
            if more.get("bottle"):
                values.update(off_container_id=bottle.id, off_container_qty=1)
            if more.get("off_billed_by_weight"):
                values.update(
                    off_billed_by_weight=True,
                    off_unit_quantity=more["off_unit"],
                    off_unit_uom_id=self.env.ref("uom.product_uom_kgm").id,
                )
            self.goods[name] = self.env["product.product"].create(values)
            self.goods[name].off_availability_ids.write({"on_demand": True})
        pairs = [
            (key, hub)
            for hub, keys in (
                ("cooperative", ("farm", "brewery", "orchard", "market")),
                ("association", ("farm", "brewery", "market")),
                ("grower", ("grove",)),
            )
            for key in keys
        ]
        links = self.env["off.network.link"].create(
            [
                {
                    "grantor_id": self.producers[key].id,
                    "grantee_id": self.hubs[hub].partner_id.id,
                }
                for key, hub in pairs
            ]
        )
        links.action_accept()

    def find_category(self, rate):
        category = self.env["off.tax.category"].search([("rate", "=", rate)], limit=1)
        if not category:
            category = self.env["off.tax.category"].create(
                {"name": f"{rate:g} %", "rate": rate}
            )
        for company in self.companies.values():
            company._off_map_taxes()
        return category

    def make_mandates(self):
        """The orchard has the cooperative sell in its name, the market gardener has it
        draw up the bills."""
        self.mandates = {
            kind: self.desks["cooperative"]["off.producer.mandate"].create(
                {
                    "kind": kind,
                    "producer_id": self.producers[producer].id,
                    "company_id": self.companies["cooperative"].id,
                    "commission": 15.0 if kind == "selling" else 0.0,
                    "vat_liable": True,
                }
            )
            for kind, producer in (("selling", "orchard"), ("billing", "market"))
        }
        for mandate in self.mandates.values():
            mandate.action_sign()

    def make_fees(self):
        """The cooperative keeps 1.00 an order for packing; a carrier gets 4 %."""
        self.carrier = self.env["res.partner"].create({"name": "Transports du Nord"})
        Fee = self.desks["cooperative"]["off.fee"]
        common = {"hub_id": self.hubs["cooperative"].id}
        self.fees = Fee.create(
            [
                {
                    **common,
                    "name": "Préparation",
                    "calculator": "flat_per_order",
                    "amount": 1.0,
                    "tax_rule": "own",
                    "tax_category_id": self.find_category(20.0).id,
                },
                {
                    **common,
                    "name": "Transport",
                    "fee_type": "transport",
                    "calculator": "percent_of_total",
                    "percent": 4.0,
                    "tax_rule": "inherit",
                    "beneficiary_id": self.carrier.id,
                    "account_id": self.companies["cooperative"].off_fee_account_id.id,
                },
            ]
        )

    def make_customers(self):
        """Families, and a canteen of a town that needs its references on invoices."""
        self.families = {}
        countries = {
            "association": "base.fr",
            "cooperative": "base.fr",
            "grower": "base.fr",
        }
        for key, country in countries.items():
            families = self.env["res.partner"].create(
                [
                    {
                        "name": f"Famille {key} {number}",
                        "email": f"{key}{number}@example.org",
                        "country_id": self.env.ref(country).id,
                        "zip": "44000",
                        "city": "Nantes",
                    }
                    for number in range(self.args.families)
                ]
            )
            families._off_serve_by(self.companies[key])
            self.families[key] = families
        self.town = self.env["res.partner"].create(
            {
                "name": "Ville de Saint-Herblain",
                "is_company": True,
                "country_id": self.env.ref("base.fr").id,
                "street": "2 rue de l’Hôtel de Ville",
                "zip": "44800",
                "city": "Saint-Herblain",
                "email": "mairie@example.org",
                "company_registry": "21440109300015",
                "off_needs_engagement": True,
                "off_service_code": "CUISINE-01",
                "off_contract": "2025-M12",
            }
        )
        self.town._off_serve_by(self.companies["cooperative"])
