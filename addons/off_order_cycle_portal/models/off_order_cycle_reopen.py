from odoo import models


class OffOrderCycle(models.Model):
    """Producers that were written to are told that a sale is open again, and afterwards
    what is different (rule 14)."""

    _inherit = "off.order.cycle"

    def _tell_reopened(self, kept):
        """Extends: producers do not pick yet what they were asked for."""
        result = super()._tell_reopened(kept)
        told = self.purchase_ids.filtered(
            lambda order: order.off_told_on and order.state != "cancel"
        )
        for order in told:
            order._off_mail_producer("off_order_cycle_portal.mail_template_reopened")
        told[:1]._off_send_mails_soon()
        return result

    def _tell_amended(self, changes):
        """Extends: the differences only; who was not written to before reads nothing
        new here, and is told what is ordered by who coordinates."""
        result = super()._tell_amended(changes)
        for order, rows in changes.items():
            if order.off_told_on:
                order._off_mail_amended(rows)
        return result


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _off_mail_amended(self, rows):
        """:param rows: list of (purchase.order.line, quantity before, quantity now)"""
        self.ensure_one()
        supply = self.off_exchange_id.sudo()._get_supplies()[self.off_exchange_id]
        order = self.with_context(
            off_amended=[(line.id, before, now) for line, before, now in rows]
        )
        order._off_mail_producer(
            "off_order_cycle_portal.mail_template_amended",
            supply if self.state == "purchase" else None,
        )
        self._off_send_mails_soon()

    def _off_get_amended(self):
        """For the mail, in its language.

        :return: list of (name, quantity before, quantity now, unit)
        """
        Line = self.env["purchase.order.line"].with_context(display_default_code=False)
        rows = []
        for line_id, before, now in self.env.context.get("off_amended", []):
            line = Line.browse(line_id)
            unit = line.product_uom_id.name
            rows.append((line.product_id.display_name, before, now, unit))
        return rows
