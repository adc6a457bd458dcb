from collections import defaultdict

from odoo import models

# Id of the level that a customer chose when ordering, False for the full price.
CHOICE = "off_solidarity_level"


class SaleOrder(models.Model):
    """The part of an order that a solidarity fund pays (rule 26).

    Nothing of it is on the order: its lines and totals are the full price, as staff,
    lists and labels show them.
    """

    _inherit = "sale.order"

    def _off_get_draws(self):
        """:return: off.solidarity.draw of these orders, with sudo"""
        Draw = self.env["off.solidarity.draw"].sudo()
        if not self.ids or not self.env["off.solidarity.fund"]._exist():
            return Draw
        return Draw.search([("order_id", "in", self.ids)])

    def _off_get_shared(self):
        """What of an order is at a solidarity price: its goods and fees, not what it
        gives."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._off_is_shared())
        return sum(lines.mapped("price_total"))

    def _off_get_drawn(self):
        """What the fund pays of this order; ask for its customer only."""
        self.ensure_one()
        return sum(self._off_get_draws().mapped("amount"))

    # -- reserving -------------------------------------------------------------------
    def _off_ensure_draws(self):
        """Reserve what the fund pays of these orders, which are validated or kept
        aside: by the level that the customer chose, that it had, or that is granted.

        Where the fund does not have it all, it pays what it has.
        """
        if not self.env["off.solidarity.fund"]._exist():
            return
        orders = self.sudo().filtered("off_hub_id.solidarity_fund_id")
        draws = {draw.order_id: draw for draw in orders._off_get_draws()}
        levels = orders._off_get_levels(draws)
        gone = self.env["off.solidarity.draw"].sudo()
        missing = []
        for order in orders:
            level, draw = levels[order], draws.get(order, gone.browse())
            if not level:
                gone |= draw
            elif not draw:
                missing.append(order._off_prepare_draw(level))
            elif draw.level_id != level:
                draw.level_id = level
        gone._give_back()
        gone.unlink()
        created = gone.create(missing)
        (gone.union(*draws.values()).exists() | created)._reserve()

    def _off_get_levels(self, draws):
        """:return: ``{order: off.solidarity.level}``, empty for the full price"""
        Level = self.env["off.solidarity.level"].sudo()
        if CHOICE in self.env.context:
            choice = Level.browse(self.env.context[CHOICE] or [])
            return {
                order: choice.filtered(lambda one, o=order: one.hub_id == o.off_hub_id)
                for order in self
            }
        granted = self.env["off.solidarity.grant"]._get_levels(
            [
                (order.off_hub_id, order.partner_id)
                for order in self
                if order not in draws
            ]
        )
        return {
            order: draws[order].level_id
            if order in draws
            else granted.get(
                (order.off_hub_id, order.partner_id.commercial_partner_id), Level
            )
            for order in self
        }

    def _off_prepare_draw(self, level):
        return {
            "order_id": self.id,
            "level_id": level.id,
            "fund_id": self.off_hub_id.solidarity_fund_id.id,
        }

    def _action_confirm(self):
        result = super()._action_confirm()
        self.filtered("off_cycle_id")._off_ensure_draws()
        return result

    def _off_hold(self, minutes):
        """Extends: what the fund pays is kept aside with the goods."""
        result = super()._off_hold(minutes)
        self._off_ensure_draws()
        return result

    def _off_release(self):
        held = self.filtered("off_held_until")
        result = super()._off_release()
        held.filtered(
            lambda order: not order.off_held_until
        )._off_get_draws()._give_back()
        return result

    def _off_update_fees(self):
        """Extends: the fund follows what is ordered."""
        result = super()._off_update_fees()
        if self.env["off.solidarity.fund"]._exist():
            validated = self.filtered(
                lambda order: (
                    order.off_exchange_id and order.state == "sale" and not order.locked
                )
            )
            validated._off_get_draws()._reserve()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._off_get_draws()._give_back()
        return result

    # -- invoicing ---------------------------------------------------------------------
    def _create_invoices(self, grouped=False, final=False, date=None):
        """Extends sale: the fund pays its part of what was delivered, in a line of its
        own; goods keep their full price and tax."""
        invoices = super()._create_invoices(grouped=grouped, final=final, date=date)
        draws = self._off_get_draws().filtered(lambda draw: not draw.invoice_line_id)
        if draws and invoices:
            self._off_invoice_draws(draws, invoices.sudo())
        return invoices

    def _off_invoice_draws(self, draws, invoices):
        totals = defaultdict(float)
        places = {}
        for line in invoices.filtered(
            lambda move: move.move_type == "out_invoice"
        ).invoice_line_ids:
            sold = line.sale_line_ids
            if sold and all(one._off_is_shared() for one in sold):
                totals[sold.order_id[:1]] += line.price_total
                places[sold.order_id[:1]] = line.move_id
        for draw in draws.filtered(lambda one: one.order_id in places):
            draw._set_amount(draw.level_id._get_draw(totals[draw.order_id]))
            if draw.amount:
                places[draw.order_id]._off_add_draw(draw)
