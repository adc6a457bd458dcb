from odoo import models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """Buttons to the documents of a cycle."""

    _inherit = "off.order.cycle"

    def _action_view(self, xmlid, domain, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action.update(domain=domain, context=context)
        return action

    def action_view_orders(self):
        return self._action_view(
            "sale.action_orders", [("off_cycle_id", "=", self.id)], create=False
        )

    def action_view_purchases(self):
        return self._action_view(
            "purchase.purchase_form_action",
            [("off_cycle_id", "=", self.id)],
            create=False,
        )

    def action_view_receipts(self):
        return self._action_view(
            "stock.action_picking_tree_all",
            [("off_cycle_id", "=", self.id), ("picking_type_code", "=", "incoming")],
            create=False,
        )

    def action_view_transfers(self):
        return self._action_view(
            "stock.action_picking_tree_all",
            [("off_cycle_id", "=", self.id), ("picking_type_code", "=", "outgoing")],
            create=False,
        )

    def action_view_allocations(self):
        return self._action_view(
            "off_order_cycle.off_allocation_action",
            [("cycle_id", "=", self.id)],
            create=False,
            search_default_group_product=1,
        )

    def action_view_invoices(self):
        return self._action_view(
            "account.action_move_out_invoice_type",
            [("off_cycle_ids", "in", self.id), ("move_type", "=", "out_invoice")],
            create=False,
        )

    def action_view_offers(self):
        return self._action_view(
            "off_order_cycle.off_offer_action",
            [("cycle_id", "=", self.id), ("direction", "=", "outgoing")],
            create=False,
        )

    def action_simulate_price(self):
        """Show how a price of this cycle is built up."""
        self.ensure_one()
        exchange = self.outgoing_ids.filtered("offer_ids")[:1]
        if not exchange:
            raise UserError(
                self.env._("%s offers nothing yet: fill its offers first.", self.name)
            )
        return self._action_view(
            "off_order_cycle.off_price_simulation_action",
            [],
            default_cycle_id=self.id,
            default_exchange_id=exchange.id,
            default_offer_id=exchange.offer_ids[:1].id,
        )
