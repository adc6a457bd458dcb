from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class GuestCommon(CycleCommon):
    """A draft cycle of operator A, to which hub B of operator B may be invited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without the companies of who made it: each user comes with its own.
        cls.shared = cls.env["off.order.cycle"].browse(cls._create_cycle().id)
        cls.shared.name = "Shared week"
        cls.manager_b = cls._create_user(
            "manager_b", cls.company_b, "off_hub_network.group_hub_manager"
        )
        cls.point_b = cls.env["off.pickup.point"].create(
            {"name": "School", "hub_id": cls.hub_b.id}
        )

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        cls.env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": cls.company_b.id}
        )
        return result

    def _invite(self, cycle=None, **vals):
        return (
            self.env["off.cycle.guest"]
            .with_user(self.coordinator_a)
            .create({"cycle_id": (cycle or self.shared).id, "hub_id": self.hub_b.id})
        )

    def _join(self, cycle=None):
        """:return: the exchange of hub B, with a pickup"""
        guest = self._invite(cycle)
        guest.with_user(self.manager_b).action_join()
        edge = guest.sudo().exchange_id.sudo(False)
        start = fields.Datetime.now() + timedelta(days=4)
        self.env["off.pickup.slot"].with_user(self.manager_b).create(
            {
                "exchange_id": edge.id,
                "point_id": self.point_b.id,
                "date_start": start,
                "date_end": start + timedelta(hours=2),
            }
        )
        return edge.with_env(self.env)

    def _order(self, edge, quantities, partner):
        """A validated order at the hub of ``edge``."""
        offers = {offer.product_id: offer for offer in edge.offer_ids}
        order = (
            self.env["sale.order"]
            .with_company(edge.company_id)
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": edge.company_id.id,
                    "off_exchange_id": edge.id,
                    "off_slot_id": edge.slot_ids.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "off_offer_id": offers[product].id,
                                "product_uom_qty": quantity,
                            }
                        )
                        for product, quantity in quantities.items()
                    ],
                }
            )
        )
        order.action_confirm()
        return order
