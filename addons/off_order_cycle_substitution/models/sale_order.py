from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac
from odoo.tools.misc import hash_sign, verify_hash_signed
from odoo.tools.urls import urljoin

SCOPE = "off_order_cycle_substitution"
MAILBOX = "off_order_cycle_substitution-mailbox"
DIGEST = 16
# Afterwards the answers are still looked at.
AFTER = timedelta(days=2)


class SaleOrder(models.Model):
    """Links by which customers answer without a password, for a time: signed for one
    order and one mailbox, not kept."""

    _inherit = "sale.order"

    off_substitution_ids = fields.One2many(
        "off.substitution", "order_id", "Substitutes", groups="base.group_user"
    )

    def _off_get_substitutes_path(self):
        return f"/my/substitutes/{self.id}"

    def _off_get_substitutes_url(self):
        path = urljoin(self.get_base_url(), self._off_get_substitutes_path())
        return f"{path}?token={self.sudo()._off_sign_substitutes()}"

    def _off_sign_substitutes(self):
        ends = self.off_substitution_ids.mapped("date_expire")
        until = max(ends, default=fields.Datetime.now()) + AFTER
        facts = [*self._off_get_substitutes_facts(), fields.Datetime.to_string(until)]
        return hash_sign(self.env(su=True), SCOPE, facts)

    def _off_get_substitutes_facts(self):
        address = self.partner_id.email_normalized or ""
        mailbox = hmac(self.env(su=True), MAILBOX, address)[:DIGEST]
        return [self.id, self.partner_id.id, mailbox]

    @api.model
    def _off_open_substitutes(self, order_id, token):
        """
        :return: the order whose link this is, with all rights; empty where the link is
            false, old or of another order or mailbox
        """
        none = self.sudo().browse()
        try:
            facts = verify_hash_signed(self.env(su=True), SCOPE, token or "")
        except ValueError:
            return none
        order = self.sudo().browse(order_id).exists()
        if (
            not facts
            or facts[0] != order_id
            or not order
            or facts[:-1] != order._off_get_substitutes_facts()
            or fields.Datetime.to_datetime(facts[-1]) <= fields.Datetime.now()
        ):
            return none
        return order

    def _off_get_substitutes_day(self):
        """“Friday 4 December 12:00”: by when the first has to be answered."""
        first = min(
            self._off_get_open_substitutes().mapped("date_expire"),
            default=fields.Datetime.now(),
        )
        return self.off_cycle_id.sudo()._format_moment(first)

    def _off_get_open_substitutes(self):
        """What the customer may still answer, for its mail."""
        return self.sudo().off_substitution_ids.filtered(lambda one: one._is_open())
