from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import hmac
from odoo.tools.misc import hash_sign, verify_hash_signed
from odoo.tools.urls import urljoin

SCOPE = "off_order_cycle_portal-answer"
MAILBOX = "off_order_cycle_portal-mailbox"
# After the goods were expected the papers are still looked at.
AFTER = timedelta(days=2)
# However late they are expected.
LONGEST = timedelta(days=30)
SHORTEST = timedelta(days=2)
MAX_FRESH = 3  # links that were asked for, in a day
PAUSE = timedelta(minutes=5)
DIGEST = 16


class Visit(NamedTuple):
    """Who looks at a purchase order, and how.

    ``order`` has all rights; ``channel`` is ``link``, ``portal`` or ``hub``; where
    ``is_old`` the link was good once and shows nothing any more.
    """

    order: models.Model
    partner: models.Model
    channel: str
    is_old: bool = False


class PurchaseOrder(models.Model):
    """Links that let a producer answer without a password, for a time.

    They are signed, not kept: for one order, one closing of its cycle and one mailbox.
    Odoo's own token of a document never ends, and is the same for everybody.
    """

    _inherit = "purchase.order"

    off_link_number = fields.Integer(
        "Number of the links",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Links that were sent under another number are not good any more.",
    )
    off_fresh_count = fields.Integer(
        "Links asked for in a day", readonly=True, copy=False, groups="base.group_user"
    )
    off_fresh_on = fields.Datetime(
        "Link asked for on", readonly=True, copy=False, groups="base.group_user"
    )

    # -- making ------------------------------------------------------------------------
    def _off_get_page_path(self):
        return f"/my/supply/{self.id}"

    def _off_get_answer_url(self, answer=""):
        """Where the mail's recipient answers: that of the context, else the producer.

        :param answer: a kind that the page begins with
        """
        partner = self.env["res.partner"].browse(
            self.env.context.get("off_recipient") or self.partner_id.id
        )
        token = self.sudo()._off_sign_link(partner.sudo())
        query = f"?token={token}" + (f"&answer={answer}" if answer else "")
        return urljoin(self.get_base_url(), self._off_get_page_path()) + query

    def _off_sign_link(self, partner):
        """:return: text that :meth:`_off_open_link` reads, for ``partner``"""
        self.ensure_one()
        until = fields.Datetime.to_string(self._off_get_link_end())
        facts = [*self._off_get_link_facts(partner), until]
        # The end is told within: an old link is told apart from a false one.
        return hash_sign(self.env(su=True), SCOPE, facts)

    def _off_get_link_facts(self, partner):
        return [
            self.id,
            self.off_closing_number,
            self.off_link_number,
            partner.id,
            self._off_get_mailbox(partner),
        ]

    def _off_get_mailbox(self, partner):
        """Stands for the address: who gets another one needs another link."""
        address = partner.email_normalized or ""
        return hmac(self.env(su=True), MAILBOX, address)[:DIGEST]

    def _off_get_link_end(self):
        now = fields.Datetime.now()
        end = (self.date_planned or now) + AFTER
        return min(max(end, now + SHORTEST), now + LONGEST).replace(microsecond=0)

    # -- opening -----------------------------------------------------------------------
    @api.model
    def _off_open_link(self, order_id, token):
        """Whose link this is.

        :return: Visit, None where the link is false or not of this order
        """
        try:
            facts = verify_hash_signed(self.env(su=True), SCOPE, token or "")
        except ValueError:
            facts = None
        if not facts or facts[0] != order_id:
            return None
        order = self.sudo().browse(order_id).exists()
        partner = order.partner_id.browse(facts[3]).exists()
        producer = order.partner_id.commercial_partner_id
        if not order.off_exchange_id or not producer.active:
            return None
        is_old = (
            partner.commercial_partner_id != producer
            or not partner.active
            or facts[:-1] != order._off_get_link_facts(partner)
            or fields.Datetime.to_datetime(facts[-1]) <= fields.Datetime.now()
        )
        return Visit(order, producer if is_old else partner, "link", is_old)

    @api.model
    def _off_open_page(self, order_id):
        """What the user may see of an order by its login: a producer its own, staff
        what it may change.

        :return: Visit, None where the user may not
        """
        user = self.env.user
        order = self.browse(order_id)
        if user._is_public():
            return None
        if user._is_internal():
            own = order.with_context(allowed_company_ids=user.company_ids.ids)
            found = own.exists()._filtered_access("write").sudo()
            channel = "hub"
        else:
            member = user._off_get_member()
            found = order.sudo().exists()
            found = found.filtered(
                lambda one: member and one.partner_id.commercial_partner_id == member
            )
            channel = "portal"
        if not found.off_exchange_id:
            return None
        return Visit(found, user.partner_id.sudo(), channel)

    # -- once more ---------------------------------------------------------------------
    def _off_send_fresh_link(self):
        """Mail the producer another link, to its own addresses, not too often.

        Who asks is told the same whether it was sent or not.
        """
        self.ensure_one()
        order = self.sudo().with_company(self.company_id)
        order._off_lock_row()
        now = fields.Datetime.now()
        last = order.off_fresh_on
        is_today = bool(last) and last > now - timedelta(days=1)
        if is_today and (order.off_fresh_count >= MAX_FRESH or last > now - PAUSE):
            return
        order.write(
            {
                "off_fresh_count": order.off_fresh_count + 1 if is_today else 1,
                "off_fresh_on": now,
            }
        )
        order._off_mail_producer("off_order_cycle_portal.mail_template_link")
        order._off_send_mails_soon()

    def action_off_withdraw_links(self):
        """Links that were sent are not good any more: one fell into wrong hands."""
        self.check_access("write")
        for order in self:
            order.off_link_number += 1
