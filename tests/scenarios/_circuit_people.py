"""An association with its points of sale, producers, families and volunteers."""

from datetime import datetime, timedelta

from odoo.fields import Command

from ._network_people import make_user

START = datetime(2025, 10, 4, 8)
POINTS = ("Port", "Halles", "Gare", "Moulin", "Pré", "École")
GOODS = ("Carottes", "Pommes", "Fromage", "Pain", "Miel", "Œufs", "Farine", "Poulet")
RATE = 5.5
DUES = 15.0
STAFF = (
    "off_hub_network.group_coordinator",
    "account.group_account_manager",
    "account_payment_batch_oca.group_account_payment",
    "stock.group_stock_manager",
    "purchase.group_purchase_manager",
)
MENTION = "TVA non applicable, art. 293 B du CGI"


class CircuitPeople:
    """:ivar desk: environment of the coordinator, who keeps the books too"""

    def make_association(self):
        france = self.env.ref("base.fr")
        self.company = self.env["res.company"].create(
            {
                "name": "Court Circuit",
                "country_id": france.id,
                "street": "1 rue du Port",
                "zip": "44000",
                "city": "Nantes",
                "email": "bonjour@example.org",
                "company_registry": "82150313300018",
                "off_vat_exempt": True,
            }
        )
        self.company._off_setup_operator()
        self.company.partner_id.tz = "Europe/Paris"
        user = make_user(self.env, self.company, "coordination", STAFF[0])
        user.group_ids += self.env["res.groups"].browse(
            [self.env.ref(name).id for name in STAFF[1:]]
        )
        self.desk = self.env(
            user=user,
            context={"allowed_company_ids": self.company.ids, "lang": "fr_FR"},
        )
        self.company.with_env(self.desk)._off_set_up_books("association", MENTION)
        bank = self.env["res.bank"].create({"name": "Banque", "bic": "AGRIFRPP"})
        account = self.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630004000031234567890143",
                "partner_id": self.company.partner_id.id,
                "bank_id": bank.id,
                "allow_out_payment": True,
            }
        )
        self.bank = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        )
        self.bank.bank_account_id = account
        self.hub = self.desk["off.hub"].create(
            {
                "name": "Court Circuit",
                "company_id": self.company.id,
                "ordered_by": "members",
                "invoice_grouping": "month",
            }
        )
        self.points = self.desk["off.pickup.point"].create(
            [{"name": name, "hub_id": self.hub.id} for name in POINTS]
        )
        self.duty = self.desk["off.duty"].create(
            {"name": "Distribution", "hub_id": self.hub.id, "needed": 2}
        )

    def make_producers(self):
        role = self.env.ref("off_hub_network.role_producer")
        self.producers = self.env["res.partner"].create(
            [
                {
                    "name": f"Ferme {number:02}",
                    "is_company": True,
                    "email": f"ferme{number}@example.org",
                    "country_id": self.env.ref("base.fr").id,
                    "off_role_ids": [Command.link(role.id)],
                }
                for number in range(self.args.producers)
            ]
        )
        bank = self.env["res.bank"].create({"name": "Crédit", "bic": "AGRIFRPP"})
        self.env["res.partner.bank"].create(
            [
                {
                    "acc_number": make_iban(number),
                    "partner_id": producer.id,
                    "bank_id": bank.id,
                    "allow_out_payment": True,
                }
                for number, producer in enumerate(self.producers)
            ]
        )
        category = self.env["off.tax.category"].search([("rate", "=", RATE)], limit=1)
        self.products = self.env["product.product"].create(
            [
                {
                    "name": f"{GOODS[number % len(GOODS)]} {number:03}",
                    "type": "consu",
                    "is_storable": True,
                    "tracking": "lot" if number == 0 else "none",
                    "off_producer_id": self.producers[number % len(self.producers)].id,
                    "off_price": round(1.2 + (number % 17) * 0.45, 2),
                    "off_tax_category_id": category.id,
                }
                for number in range(3 * len(self.producers))
            ]
        )
        self.products.off_availability_ids.write({"on_demand": True})
        self.env["off.network.link"].create(
            [
                {
                    "grantor_id": producer.id,
                    "grantee_id": self.hub.partner_id.id,
                }
                for producer in self.producers
            ]
        ).action_accept()

    def make_families(self):
        """Each pays its yearly dues; some did not, and their membership has ended."""
        self.families = self.env["res.partner"].create(
            [
                {
                    "name": f"Famille {number:03}",
                    "email": f"famille{number}@example.org",
                    "phone": f"06{number:08}",
                }
                for number in range(self.args.families)
            ]
        )
        self.families._off_serve_by(self.company)
        lapsed = max(len(self.families) // 20, 1)
        self.lapsed, self.members = self.families[:lapsed], self.families[lapsed:]
        self.desk["off.hub.customer"].create(
            [
                {
                    "hub_id": self.hub.id,
                    "partner_id": family.id,
                    "state": "member",
                    "date_start": "2024-09-01",
                    "date_end": "2025-08-31" if family in self.lapsed else "2027-08-31",
                }
                for family in self.families
            ]
        )
        account = self.company.with_env(self.desk)._off_get_accounts(["756000"])
        income = account.get("756000") or self.desk["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", self.company.ids)],
            limit=1,
        )
        dues = self.env["product.product"].create(
            {"name": "Adhésion annuelle", "type": "service", "taxes_id": False}
        )
        self.dues = self.desk["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": family.id,
                    "invoice_date": "2025-09-01",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": dues.id,
                                "quantity": 1,
                                "price_unit": DUES,
                                "account_id": income.id,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
                for family in self.members
            ]
        )
        self.dues.action_post()

    def make_wallets(self):
        """Some families pay in advance."""
        programs = self.env["loyalty.program"].with_company(self.company)
        values = programs._get_template_values()["ewallet"]
        self.program = programs.create({**values, "company_id": self.company.id})
        product = self.program.sudo()._off_get_wallet_products()[:1]
        self.savers = self.members[: self.args.families // 10]
        orders = self.desk["sale.order"].create(
            [
                {
                    "partner_id": family.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": 1,
                                "price_unit": 50.0,
                            }
                        )
                    ],
                }
                for family in self.savers
            ]
        )
        for order in orders:
            order._update_programs_and_rewards()
        orders.action_confirm()
        self.top_ups = orders._create_invoices()
        self.top_ups.invoice_date = "2025-09-15"
        self.top_ups.action_post()

    # -- the model of each week --------------------------------------------------------
    def make_schedule(self):
        """A model cycle, and the weeks in which it comes again."""
        start = START
        self.model = self.desk["off.order.cycle"].create(
            {
                "name": "Semaine modèle",
                "coordinator_id": self.hub.id,
                "date_open": start - timedelta(days=7),
                "date_close": start - timedelta(days=4),
            }
        )
        self.model.action_fill_offers()
        edge = self.model.outgoing_ids
        self.desk["off.pickup.slot"].create(
            [
                {
                    "exchange_id": edge.id,
                    "point_id": point.id,
                    "date_start": start - timedelta(days=2),
                    "date_end": start - timedelta(days=2) + timedelta(hours=3),
                }
                for point in self.points
            ]
        )
        for number, offer in enumerate(self.model.incoming_ids.offer_ids):
            if not number % 5:
                offer.pack_size = 6
        for offer in edge.offer_ids:
            offer.price = offer.incoming_id.price * 1.1
        self.schedule = self.desk["off.cycle.schedule"].create(
            {
                "name": "Chaque jeudi",
                "hub_id": self.hub.id,
                "template_id": self.model.id,
                "rule": "weeks",
                "every_weeks": 1,
                "date_first": (start + timedelta(days=5)).date(),
                "date_until": (start + timedelta(days=5 + 7 * 3)).date(),
                "weeks_ahead": 6,
            }
        )
        self.schedule.action_make_cycles()
        self.cycles = self.schedule.date_ids.sorted("date").cycle_id


def make_iban(number):
    """A French IBAN that its checks accept."""
    bank, branch, account = "20041", "01005", f"{number + 1:011}"
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    bban = f"{bank}{branch}{account}{key:02}"
    check = 98 - int(f"{bban}152700") % 97
    return f"FR{check:02}{bban}"
