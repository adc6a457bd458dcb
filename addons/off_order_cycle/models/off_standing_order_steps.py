from odoo import fields, models
from odoo.exceptions import UserError


class OffStandingOrder(models.Model):
    """From a proposal to its end."""

    _inherit = "off.standing.order"
    _follow_steps = frozenset(("state", "date_accepted"))

    def action_activate(self):
        """Accept what is proposed: from now on the cycles that open order it."""
        for order in self:
            if order.state == "active":
                continue
            order._check_state("draft")
            order._check_complete()
        proposed = self.filtered(lambda order: order.state == "draft")
        proposed._go_to("active", date_accepted=fields.Datetime.now())
        for company in proposed.company_id:
            proposed.filtered(
                lambda order, company=company: order.company_id == company
            ).partner_id._off_serve_by(company)
        proposed._send_template("off_order_cycle.mail_template_standing_accepted")
        return True

    def _check_complete(self):
        self.ensure_one()
        if not self.point_id:
            raise UserError(
                self.env._("%s: choose a pickup point first.", self.display_name)
            )
        if not any(self.line_ids.mapped("quantity")) and not self.customer_quantities:
            raise UserError(self.env._("%s: add a product first.", self.display_name))
        if self.rhythm == "dates" and not self.chosen_date_ids:
            raise UserError(self.env._("%s: choose days first.", self.display_name))

    def action_pause(self):
        """Order nothing until it is resumed; no jokers are used."""
        for order in self:
            order._check_state("active", "paused")
        self._go_to("paused")
        return True

    def action_resume(self):
        for order in self:
            order._check_state("active", "paused")
        self._go_to("active")
        return True

    def action_end(self):
        """Order nothing any more. What is ordered stays ordered."""
        self._go_to("ended")
        return True

    def action_draft(self):
        """Begin again what ended."""
        for order in self:
            order._check_state("ended")
        self._go_to("draft")
        return True

    def action_view_deliveries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle.off_standing_order_delivery_action"
        )
        return action | {
            "domain": [("standing_order_id", "=", self.id)],
            "context": {},
        }

    def _get_remedy(self):
        if self.state == "draft":
            return self.env._("Accept it first.")
        return ""
