from collections import defaultdict

from odoo import models

from odoo.addons.off_order_cycle.models.stock_picking_transfer import Moved


class OffAllocation(models.Model):
    """Goods that were not handed over, in stock: what left for a customer comes back,
    so that lots and value are right, and leaves again where it is donated or lost."""

    _inherit = "off.allocation"

    def _off_bring_back(self):
        """Return these goods in one transfer for each that they left in."""
        sources = {one: one._off_get_source() for one in self}
        plans, parts = [], []
        for picking, allocations in self.grouped(
            lambda one: sources[one].picking_id
        ).items():
            by_goods = allocations.grouped(lambda one: (one.product_id, one.lot_id))
            lines = {one.product_id: sources[one] for one in allocations}
            plans.append(
                (
                    picking._off_prepare_return(),
                    allocations._off_prepare_moved(
                        {
                            product: {
                                "origin_returned_move_id": line.move_id.id,
                                "restrict_partner_id": line.owner_id.id,
                            }
                            for product, line in lines.items()
                        }
                    ),
                )
            )
            parts.append(by_goods)
        # What came back is back, whatever its date: nobody is there to be asked.
        transfers = self.env["stock.picking"].with_context(skip_expired=True)
        for by_goods, lines in zip(
            parts, transfers._off_transfer(plans) if plans else [], strict=True
        ):
            for line in lines:
                by_goods[line.product_id, line.lot_id].move_line_id = line

    def _off_prepare_moved(self, vals=None):
        """:return: list of Moved of what these negative allocations hold"""
        lots = defaultdict(lambda: defaultdict(float))
        for one in self:
            line = one.sale_line_id
            lots[one.product_id][one.lot_id] += -float(
                line._off_to_decimal(one.quantity)
            )
        rounded = self.env["decimal.precision"].precision_get("Product Unit")
        return [
            Moved(
                product,
                (vals or {}).get(product, {}),
                {lot: round(quantity, rounded) for lot, quantity in quantities.items()},
            )
            for product, quantities in lots.items()
        ]

    def _off_donate(self, donee):
        """Give these goods, which are back in stock, to somebody."""
        plans = []
        for back, allocations in self.grouped(
            lambda one: one.move_line_id.picking_id
        ).items():
            out = back.return_id.picking_type_id
            plans.append(
                (
                    {
                        "picking_type_id": out.id,
                        "partner_id": donee.id,
                        "location_id": back.location_dest_id.id,
                        "location_dest_id": donee.property_stock_customer.id,
                        "origin": self.env._(
                            "Donation: %s", allocations[0]._off_get_place()
                        ),
                        "off_cycle_id": back.off_cycle_id.id,
                        "off_pickup_point_id": back.off_pickup_point_id.id,
                    },
                    allocations._off_prepare_moved(
                        {
                            one.product_id: {
                                "restrict_partner_id": one.move_line_id.owner_id.id
                            }
                            for one in allocations
                        }
                    ),
                )
            )
        if plans:
            transfers = self.env["stock.picking"].with_context(skip_expired=True)
            transfers._off_transfer(plans)

    def _off_scrap(self):
        """Write off these goods, which are back in stock, with the reason."""
        vals_list = []
        for (back, reason, owner), allocations in self.grouped(
            lambda one: (
                one.move_line_id.picking_id,
                one.off_reason,
                one.move_line_id.owner_id,
            )
        ).items():
            tag = self.env.ref(f"off_order_cycle_pickup.reason_{reason}")
            vals_list += [
                {
                    "product_id": moved.product.id,
                    "product_uom_id": moved.product.uom_id.id,
                    "lot_id": lot.id,
                    "scrap_qty": quantity,
                    "location_id": back.location_dest_id.id,
                    "company_id": back.company_id.id,
                    "owner_id": owner.id,
                    "origin": allocations[0]._off_get_place(),
                    "scrap_reason_tag_ids": [(6, 0, tag.ids)],
                }
                for moved in allocations._off_prepare_moved()
                for lot, quantity in moved.lots.items()
            ]
        if vals_list:
            self.env["stock.scrap"].create(vals_list).do_scrap()

    def _off_get_place(self):
        return self.order_id[:1].off_slot_id.display_name


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _off_prepare_return(self):
        """Values of the transfer by which goods of this one come back to where they
        left from."""
        back = self.picking_type_id.return_picking_type_id
        return {
            "picking_type_id": (
                back or self.picking_type_id.warehouse_id.in_type_id
            ).id,
            "partner_id": self.partner_id.id,
            "location_id": self.location_dest_id.id,
            "location_dest_id": self.location_id.id,
            "origin": self.env._("Return of %s", self.name),
            "return_id": self.id,
            "off_cycle_id": self.off_cycle_id.id,
            "off_pickup_point_id": self.off_pickup_point_id.id,
        }
