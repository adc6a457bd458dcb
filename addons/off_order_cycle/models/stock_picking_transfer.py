from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.transfer import Transfer


class Moved(NamedTuple):
    """One product of a transfer.

    :ivar vals: values of its move beyond those that follow from product and transfer
    :ivar lots: ``{stock.lot: quantity in the product's unit}``, the empty lot for goods
        without one
    """

    product: models.Model
    vals: dict
    lots: dict


class StockPicking(models.Model):
    """Transfers that are made and done in one step, many products at a time."""

    _inherit = "stock.picking"

    @api.model
    def _off_transfer(self, plans):
        """Make transfers of goods whose lots and quantities are known, and do them.

        Reserving line by line what leaves a moment later would take most of the time.
        Stock moves by Odoo's ``_action_done``, as ever; what others reserved of it
        gives way.

        :param plans: list of ``(values of the transfer, list of Moved)``, of one
            operator
        :return: list of stock.move.line: for each plan its lines; a lot that lies in
            several places has a line for each
        """
        pickings = self.with_context(tracking_disable=True).create(
            [vals for vals, _moved in plans]
        )
        products = self.env["product.product"].union(
            *(one.product for _vals, moved in plans for one in moved)
        )
        transfer = Transfer(unreserved=True)
        self.env["stock.move"]._off_look_ahead(transfer, products)
        pickings = pickings.with_context(off_transfer=transfer)
        moves = pickings._off_create_moves([moved for _vals, moved in plans])
        transfer.unreserved = False
        moves._action_confirm(merge=False)
        transfer.unreserved = True
        lines = moves._off_create_lines(
            [one.lots for _vals, moved in plans for one in moved]
        )
        pickings.with_context(skip_sms=True, skip_backorder=True).button_validate()
        # An add-on that asks something answers with a window, and has moved nothing.
        if undone := pickings.filtered(lambda picking: picking.state != "done"):
            raise UserError(
                self.env._(
                    "These transfers could not be done in one step: %s. Something "
                    "about their goods has to be settled first: lots past their date, "
                    "for instance.",
                    ", ".join(undone.mapped("name")),
                )
            )
        by_picking = lines.with_env(self.env).grouped("picking_id")
        return [
            by_picking.get(one, lines.browse()) for one in pickings.with_env(self.env)
        ]

    def _off_log_origin(self, orders):
        """Note on each of these receipts of which of ``orders`` it is."""
        template = "mail.message_origin_link"
        self._message_log_batch(
            {
                picking.id: self.env["ir.qweb"]._render(
                    template, {"self": picking, "origin": order}
                )
                for picking, order in zip(self, orders, strict=True)
            }
        )

    def _off_create_moves(self, moved_list):
        """:param moved_list: list of Moved for each of these transfers"""
        return self.env["stock.move"].create(
            [
                {
                    "picking_id": picking.id,
                    "product_id": one.product.id,
                    "product_uom_qty": sum(one.lots.values()),
                    "product_uom": one.product.uom_id.id,
                    "packaging_uom_id": one.product.uom_id.id,
                    "picking_type_id": picking.picking_type_id.id,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                    "company_id": picking.company_id.id,
                    **one.vals,
                }
                for picking, moved in zip(self, moved_list, strict=True)
                for one in moved
            ]
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _off_create_lines(self, lots_list):
        """:param lots_list: ``{lot: quantity}`` for each of these moves"""
        places = self._off_find_places(lots_list)
        lines = self.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": move.product_id.id,
                    "product_uom_id": move.product_uom.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "picked": True,
                    "location_id": place.id,
                    "owner_id": owner.id,
                    "location_dest_id": move.location_dest_id.id,
                    "company_id": move.company_id.id,
                }
                for move, lots in zip(self, lots_list, strict=True)
                for lot, wanted in lots.items()
                for (place, owner), quantity in places.take(move, lot, wanted)
            ]
        )
        self._recompute_state()
        return lines

    def _off_find_places(self, lots_list):
        """Where under their source locations the goods of these moves lie.

        :param lots_list: ``{lot: quantity}`` for each of these moves
        """
        sources, owners = self.location_id, self._off_get_owners()
        places = Places(owners)
        inside = sources.child_ids.filtered(lambda one: one.usage == "internal")
        if not inside and not owners:
            return places
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "child_of", sources.ids),
                ("quantity", ">", 0),
                ("owner_id", "in", [False, *owners.ids]),
                ("package_id", "=", False),
            ],
            order="in_date, id",
        )
        for quant in quants:
            places.add(quant)
        return places

    def _off_get_owners(self):
        """Hook: whose goods leave with these moves beside those of the operator."""
        return self.env["res.partner"]


class Places:
    """What lies where, and whose it is, taken bit by bit.

    What is not found is taken from the source location itself, as Odoo does it.
    """

    def __init__(self, owners):
        self.nobody = owners.browse()
        self.left = {}

    def add(self, quant):
        key = quant.product_id, quant.lot_id
        lying = self.left.setdefault(key, {})
        place = quant.location_id, quant.owner_id
        lying[place] = lying.get(place, 0.0) + quant.quantity

    def take(self, move, lot, wanted):
        """:return: list of ((location, owner), quantity), together ``wanted``"""
        unit, source = move.product_id.uom_id, move.location_id
        lying = self.left.get((move.product_id, lot), {})
        inside = [one for one in lying if one[0]._child_of(source)]
        taken, owner = {}, move.restrict_partner_id
        # What is whose it should be goes first, then what lies at the source itself,
        # then what came first.
        for place in sorted(
            inside, key=lambda one: (one[1] != owner, one[0] != source)
        ):
            part = min(lying[place], wanted)
            if unit.compare(part, 0) > 0:
                taken[place] = part
                lying[place] -= part
                wanted = unit.round(wanted - part)
        if unit.compare(wanted, 0) > 0 or not taken:
            place = source, owner or self.nobody
            taken[place] = taken.get(place, 0.0) + wanted
        return list(taken.items())
