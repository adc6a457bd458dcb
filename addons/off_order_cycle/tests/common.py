from datetime import timedelta

from odoo import fields

from odoo.addons.off_hub_network.tests.common import NetworkCommon


class CycleCommon(NetworkCommon):
    """An open cycle of hub A that sells carrots (2.50, 10 left) and leeks (3.00, on
    demand) at one pickup point."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_books()
        cls.leeks = cls._create_product("Leeks", price=3.0, on_demand=True)
        cls.point = cls.env["off.pickup.point"].create(
            {"name": "Town hall", "hub_id": cls.hub_a.id}
        )
        cls.cycle = cls._create_cycle()
        cls.exchange = cls.cycle.outgoing_ids
        cls.cycle.action_open()
        cls.families = cls.env["res.partner"].create(
            [{"name": f"Family {n}"} for n in range(3)]
        )

    @classmethod
    def _prepare_books(cls):
        cls.env["stock.warehouse"].create(
            {"name": "A", "code": "AAA", "company_id": cls.company_a.id}
        )

    @classmethod
    def _create_cycle(cls):
        now = fields.Datetime.now()
        cycle = cls.env["off.order.cycle"].create(
            {
                "name": "First week",
                "coordinator_id": cls.hub_a.id,
                "date_open": now,
                "date_close": now + timedelta(days=2),
            }
        )
        cycle = cycle.with_company(cls.company_a)
        cycle.action_fill_offers()
        cls.env["off.pickup.slot"].create(
            {
                "exchange_id": cycle.outgoing_ids.id,
                "point_id": cls.point.id,
                "date_start": now + timedelta(days=3),
                "date_end": now + timedelta(days=3, hours=2),
            }
        )
        return cycle

    @classmethod
    def _create_order(cls, quantities, partner=None, confirm=True):
        """An order of hub A.

        :param quantities: ``{product: quantity}``
        """
        offers = {offer.product_id: offer for offer in cls.exchange.offer_ids}
        order = (
            cls.env["sale.order"]
            .with_company(cls.company_a)
            .create(
                {
                    "partner_id": (partner or cls.families[0]).id,
                    "company_id": cls.company_a.id,
                    "off_exchange_id": cls.exchange.id,
                    "off_slot_id": cls.exchange.slot_ids.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": product.id,
                                "off_offer_id": offers[product].id,
                                "product_uom_qty": quantity,
                            },
                        )
                        for product, quantity in quantities.items()
                    ],
                }
            )
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _receive(cls, quantities=None):
        """Validate all receipts of the cycle.

        :param quantities: ``{product: what arrived}`` where it is not all
        """
        receipts = cls.cycle.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            if move.product_id in (quantities or {}):
                move.quantity = quantities[move.product_id]
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()
