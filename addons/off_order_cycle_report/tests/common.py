from datetime import timedelta

from odoo import fields

from odoo.addons.off_order_cycle.tests.common import CycleCommon

from ..reports import REPORTS

# Those of other add-ons are tested there.
SOURCES = {"lines", "offers"}


def get_codes():
    return [code for code, report in REPORTS.items() if report.source in SOURCES]


class ReportCommon(CycleCommon):
    """A cycle of two producers, sold by two hubs of operator A, with some orders.

    Carrots (2.50, cases of 6) and leeks (3.00) are the first producer's, honey (8.00,
    by the jar) the second's. Hub A sells at 20 % more.
    """

    @classmethod
    def _create_cycle(cls):
        cls.beekeeper = cls._create_producer("Beekeeper")
        cls._create_link(cls.beekeeper, cls.hub_a)
        cls.honey = cls._create_product(
            "Honey", price=8.0, on_demand=True, off_producer_id=cls.beekeeper.id
        )
        cls.product.off_availability_ids.declared_qty = 1000
        (cls.product | cls.leeks).weight = 1.0
        cls.honey.weight = 0.5
        cls.hub_c = cls._create_hub("Hub C", cls.company_a)
        cycle = super()._create_cycle()
        for offer in cycle.outgoing_ids.offer_ids:
            offer.price = offer.incoming_id.price * 1.2
        cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.product
        ).pack_size = 6
        cls.other = cls.env["off.exchange"].create(
            {"cycle_id": cycle.id, "hub_id": cls.hub_c.id, "direction": "outgoing"}
        )
        cls.env["off.offer"].create(
            [
                {
                    "exchange_id": cls.other.id,
                    "product_id": offer.product_id.id,
                    "incoming_id": offer.incoming_id.id,
                    "price": offer.incoming_id.price,
                }
                for offer in cycle.outgoing_ids.offer_ids
                if offer.exchange_id != cls.other
            ]
        )
        point = cls.env["off.pickup.point"].create(
            {"name": "School", "hub_id": cls.hub_c.id}
        )
        start = fields.Datetime.now() + timedelta(days=4)
        cls.env["off.pickup.slot"].create(
            {
                "exchange_id": cls.other.id,
                "point_id": point.id,
                "date_start": start,
                "date_end": start + timedelta(hours=2),
            }
        )
        return cycle

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edge = cls.cycle.outgoing_ids - cls.other
        cls.families[0].write({"phone": "0102030405", "email": "f0@example.org"})
        cls.reports = cls._get_reports(cls.coordinator_a)

    @classmethod
    def _get_reports(cls, user):
        return (
            cls.env["off.cycle.report"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    @classmethod
    def _order(cls, quantities, family=0, edge=None):
        cls.exchange = edge or cls.edge
        return cls._create_order(quantities, cls.families[family])

    @classmethod
    def _make_orders(cls):
        return (
            cls._order({cls.product: 5, cls.honey: 1}, 0)
            | cls._order({cls.product: 4, cls.leeks: 2}, 1)
            | cls._order({cls.product: 3, cls.honey: 2}, 2, cls.other)
        )

    def _read(self, code, reports=None, **filters):
        """:return: list of ``{column: value}`` of a report, and its totals"""
        reports = self.reports if reports is None else reports
        report = reports._get_report(code)
        layout = reports._get_layout(report)
        read = reports._read_filters({"cycles": self.cycle.ids, **filters})
        rows = list(reports._iterate(report, read, layout))
        return [dict(zip(layout.places, row, strict=True)) for row in rows]

    def _sum(self, rows, name):
        return round(sum(row[name] or 0 for row in rows), 6)
