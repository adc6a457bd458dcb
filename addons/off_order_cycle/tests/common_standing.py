from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import CycleCommon


class StandingCommon(CycleCommon):
    """The open cycle of hub A, a second one that is planned, and a standing order of
    the first family: 2 carrots and 1 leek in each cycle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.families.write({"email": "family@example.org"})
        cls.order = cls._create_standing({cls.product: 2, cls.leeks: 1})
        cls.next_cycle = cls._create_cycle()

    @classmethod
    def _create_standing(cls, quantities, partner=None, activate=True, **vals):
        """:param quantities: ``{product: quantity}``"""
        order = (
            cls.env["off.standing.order"]
            .with_company(cls.company_a)
            .create(
                {
                    "partner_id": (partner or cls.families[0]).id,
                    "hub_id": cls.hub_a.id,
                    "point_id": cls.point.id,
                    "line_ids": [
                        Command.create({"product_id": product.id, "quantity": quantity})
                        for product, quantity in quantities.items()
                    ],
                    **vals,
                }
            )
        )
        if activate:
            order.action_activate()
        return order

    def _get_delivery(self, order=None, cycle=None):
        (order or self.order).invalidate_recordset()
        cycle = cycle or self.next_cycle
        return (order or self.order).delivery_ids.filtered(
            lambda one: one.cycle_id == cycle
        )

    def _open(self, cycle=None):
        (cycle or self.next_cycle).action_open()
        self.env.invalidate_all()

    def _get_quantities(self, sale):
        return {
            line.product_id: line.product_uom_qty
            for line in sale.order_line
            if line.off_offer_id
        }

    @classmethod
    def _create_schedule(cls, weeks=4, **vals):
        """Every week from the one after the open cycle's pickup."""
        first = (fields.Datetime.now() + timedelta(days=10)).date()
        return cls.env["off.cycle.schedule"].create(
            {
                "name": "Every week",
                "hub_id": cls.hub_a.id,
                "template_id": cls.cycle.id,
                "date_first": first,
                "date_until": first + timedelta(weeks=weeks - 1),
                "weeks_ahead": 2,
                **vals,
            }
        )
