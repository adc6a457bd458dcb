from odoo import models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.tools.words import write_number


class OffOrderCycle(models.Model):
    """A cycle that closes again amends the purchase orders of its first closing: what
    is ordered in total is what the orders hold, and producers are told the difference.
    """

    _inherit = "off.order.cycle"

    def _order_from_producers(self, by_exchange):
        """Extends: one purchase order per exchange, however often it closes."""
        standing = {
            order.off_exchange_id: order
            for order in self.purchase_ids.sorted("id")
            if order.state != "cancel"
        }
        new = {
            exchange: lines
            for exchange, lines in by_exchange.items()
            if exchange not in standing
        }
        purchases = super()._order_from_producers(new)
        changes = {
            order: order._off_amend(
                exchange._prepare_purchase_lines(by_exchange.get(exchange, []))
            )
            for exchange, order in standing.items()
        }
        self._tell_amended({one: rows for one, rows in changes.items() if rows})
        return purchases

    def _tell_amended(self, changes):
        """Write on the purchase orders what is different.

        :param changes: ``{purchase.order: list of (line, before, now)}``
        """
        for order, rows in changes.items():
            order._off_note_amended(rows)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _off_amend(self, vals_list):
        """Make this order what ``vals_list`` says, line by line.

        Lines are told apart by product and price: what was bought at a price that was
        frozen stays at it (rule 10).

        :param vals_list: values of its lines, complete but for order and taxes
        :return: list of (line, quantity before, quantity now) of those that changed
        """
        self.ensure_one()
        wanted = {(vals["product_id"], vals["price_unit"]): vals for vals in vals_list}
        changes = []
        for line in self.order_line.filtered("product_id"):
            vals = wanted.pop((line.product_id.id, line.price_unit), None)
            now = vals["product_qty"] if vals else 0.0
            before = line._off_get_asked()
            if line.product_uom_id.compare(before, now):
                changes.append((line, before, now))
                line.write(
                    {"product_qty": now, **({"name": vals["name"]} if vals else {})}
                )
        added = self.env["purchase.order.line"].create(
            [
                {**vals, "order_id": self.id, "tax_ids": False}
                for vals in wanted.values()
            ]
        )
        added._compute_tax_id()
        changes += [(line, 0.0, line.product_qty) for line in added]
        if changes:
            self.off_closing_number = self.off_cycle_id.closing_number
        if changes and not any(line._off_get_asked() for line in self.order_line):
            self.button_cancel()
        return changes

    def _off_note_amended(self, rows):
        self.message_post(
            body=self.env._(
                "The sale was opened again and closed again: %s",
                "; ".join(self._off_write_changes(rows)),
            )
        )

    def _off_write_changes(self, rows):
        """:param rows: list of (line, quantity before, quantity now)"""
        return [
            self.env._(
                "%(product)s: %(before)s → %(now)s",
                product=line.product_id.with_context(
                    lang=self.env.lang, display_default_code=False
                ).display_name,
                before=write_number(self.env, before),
                now=write_number(self.env, now),
            )
            for line, before, now in rows
        ]


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _off_get_asked(self):
        """:return: what was ordered of the producer, whatever it has promised"""
        return self.product_qty

    def _off_get_kept(self, wanted):
        """:return: what this line orders after a closing that wants ``wanted`` of it:
        what was promised, where no more and no less is wanted than was asked"""
        asked = self._off_get_asked()
        changed = self.product_uom_id.compare(asked, wanted)
        return wanted if changed else self.product_qty


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """Extends: of a sale that is open again nothing arrives, what is ordered may
        still change."""
        early = self.filtered(
            lambda picking: (
                picking.picking_type_code == "incoming"
                and picking.off_cycle_id.sudo().state == "open"
            )
        )
        if early:
            raise UserError(
                self.env._(
                    "%(cycle)s is open again, what is ordered may still change: close "
                    "it before you receive %(receipts)s.",
                    cycle=early.off_cycle_id[0].name,
                    receipts=", ".join(early.mapped("name")),
                )
            )
        return super().button_validate()
