from odoo.tests import new_test_user

from odoo.addons.off_order_cycle_mandate.tests.common import MandateCommon
from odoo.addons.off_order_cycle_report.reports import REPORTS

SOURCES = {"billed", "fees", "payments", "bills"}


def get_codes():
    return [code for code, report in REPORTS.items() if report.source in SOURCES]


class BooksCommon(MandateCommon):
    """Carrots (7 %) are sold for 2.50 in the name of their producer, who leaves 20 % to
    the hub; cabbages (7 %) of another farm are bought at 3.00 and sold at 4.00. A fee
    of 1.20 an order is the hub's, one of 10 % of the farm's goods goes to a carrier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.farm = cls._create_producer("Farm of the Vale")
        cls._create_link(cls.farm, cls.hub_a)
        cls.cabbage = cls._create_product(
            "Cabbage", price=3.0, on_demand=True, off_producer_id=cls.farm.id
        )
        cls.cabbage.off_tax_category_id = cls.food
        cls.cabbage.off_availability_ids.on_demand = True
        cls.cycle = cls._create_cycle()
        cls.exchange = cls.cycle.outgoing_ids
        cls.exchange.offer_ids.filtered(
            lambda one: one.product_id == cls.cabbage
        ).price = 4.0
        cls.packing = cls._create_fee("Packing", "flat_per_order", amount=1.2)
        cls.exchange.fee_ids = cls.packing
        cls.carrier = cls.env["res.partner"].create({"name": "North Carriers"})
        cls.cartage = cls._create_fee(
            "Cartage",
            "percent_of_total",
            percent=10.0,
            fee_type="transport",
            tax_rule="inherit",
            beneficiary_id=cls.carrier.id,
        )
        cls.cycle.incoming_ids.filtered(
            lambda one: one.producer_id == cls.farm
        ).fee_ids = cls.cartage
        cls.cycle.action_open()
        cls.reader = new_test_user(
            cls.env,
            "books_reader",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    @classmethod
    def _create_fee(cls, name, calculator, **vals):
        return cls.env["off.fee"].create(
            {
                "name": name,
                "hub_id": cls.hub_a.id,
                "calculator": calculator,
                "tax_rule": "none",
                **vals,
            }
        )

    def _sell(self):
        """Two families' orders, handed over and invoiced."""
        self.orders = self._create_order({self.product: 4, self.cabbage: 3})
        self.orders |= self._create_order({self.cabbage: 1}, self.families[1])
        self._finish()
        return self.orders.invoice_ids

    def _get_reports(self, user=None):
        user = user or self.reader
        return (
            self.env["off.cycle.report"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def _read(self, code, reports=None, **filters):
        """:return: list of ``{column: value}``"""
        reports = self._get_reports() if reports is None else reports
        report = reports._get_report(code)
        layout = reports._get_layout(report)
        read = reports._read_filters({"cycles": self.cycle.ids, **filters})
        rows = list(reports._iterate(report, read, layout))
        return [dict(zip(layout.places, row, strict=True)) for row in rows]

    def _sum(self, rows, name):
        return round(float(sum(row[name] or 0 for row in rows)), 6)

    def _get_items(self, *domain):
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_a.id),
                ("parent_state", "=", "posted"),
                *domain,
            ]
        )
