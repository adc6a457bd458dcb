from odoo import api, models
from odoo.exceptions import UserError

from ..tools.closing import CLOSING, WHOLE

QUANTITY = {"product_uom_qty", "product_uom_id", "off_tolerance"}


class SaleOrder(models.Model):
    """What is accepted while a cycle is balanced (rule 21): an order is judged as a
    whole, by what is missing with it and without."""

    _inherit = "sale.order"

    def _action_confirm(self):
        self._off_check_balance_of(self)
        return super()._action_confirm()

    def _action_cancel(self):
        cancelled = self.filtered(lambda order: order.state == "sale")
        for cycle, orders in cancelled._off_get_balancing().items():
            before = cycle._get_pack_totals()
            cycle._off_raise_worse(before, cycle._get_pack_totals(orders))
        return super()._action_cancel()

    def _off_hold(self, minutes):
        """Extends: nobody pays for what is not accepted."""
        if not self.off_held_until:
            self._off_check_balance_of(self)
        return super()._off_hold(minutes)

    def write(self, vals):
        cycles = {}
        if "order_line" in vals:
            cycles = self.filtered(
                lambda order: order.state == "sale"
            )._off_get_balancing()
        if not cycles:
            return super().write(vals)
        before = {cycle: cycle._get_pack_totals() for cycle in cycles}
        whole = self.with_context(off_balance=WHOLE)
        result = super(SaleOrder, whole).write(vals)
        for cycle, totals in before.items():
            cycle._off_raise_worse(totals, cycle._get_pack_totals())
        return result

    def _off_check_balance_of(self, orders):
        """Refuse orders that would leave more missing than there is without them."""
        for cycle, mine in orders._off_get_balancing().items():
            before = cycle._get_pack_totals(mine)
            after = dict(before)
            for line in mine.sudo().order_line.filtered("off_offer_id"):
                if line.off_warehouse_id:
                    continue
                key = line.off_offer_id.incoming_id.id
                ordered = line._off_get_ordered()
                if key in after and ordered:
                    pack, least, firm, on_top = after[key]
                    firm, on_top = firm + ordered, on_top + line.off_tolerance
                    after[key] = (pack, least, firm, on_top)
            cycle._off_raise_worse(before, after)

    def _off_get_balancing(self):
        """:return: ``{off.order.cycle: its orders}`` of cycles that are balanced now"""
        context = self.env.context
        if WHOLE is context.get("off_balance") or CLOSING is context.get("off_closing"):
            return {}
        return {
            cycle: orders
            for cycle, orders in self.grouped(
                lambda order: order.off_cycle_id.sudo()
            ).items()
            if cycle and cycle._is_balancing()
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        create = super().create
        return self._off_in_balance(orders, lambda: create(vals_list))

    def write(self, vals):
        orders = self.env["sale.order"]
        if QUANTITY & vals.keys():
            orders = self.order_id
        write = super().write
        return self._off_in_balance(orders, lambda: write(vals))

    def _off_in_balance(self, orders, change):
        """Do ``change`` to lines of ``orders``, and refuse it where it leaves more
        missing than before."""
        validated = orders.filtered(lambda order: order.state == "sale")
        before = {
            cycle: cycle._get_pack_totals() for cycle in validated._off_get_balancing()
        }
        result = change()
        for cycle, totals in before.items():
            cycle._off_raise_worse(totals, cycle._get_pack_totals())
        return result


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _save_all(self, wishes):
        """Extends: orders that are saved together are judged together: what one gives
        back to a case another may take."""
        cycle = self.cycle_id.sudo()
        if not cycle._is_balancing():
            return super()._save_all(wishes)
        before = cycle._get_pack_totals()
        whole = self.with_context(off_balance=WHOLE)
        orders = super(OffExchange, whole)._save_all(wishes)
        cycle.with_env(self.env).sudo()._off_raise_worse(
            before, cycle._get_pack_totals()
        )
        return [order.with_env(self.env) for order in orders]


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _off_raise_worse(self, before, after):
        """:raise UserError: names each product of which more would be missing"""
        if texts := self._check_balance(before, after):
            raise UserError(
                self.env._(
                    "%(cycle)s is being balanced: only changes are accepted that leave "
                    "no more missing than before. Fill the cases, or change less:\n"
                    "%(products)s",
                    cycle=self.name,
                    products="\n".join(texts),
                )
            )
