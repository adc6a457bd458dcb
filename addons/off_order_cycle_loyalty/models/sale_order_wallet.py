from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang


class SaleOrder(models.Model):
    """An order of a cycle that is paid from an eWallet, in part or whole.

    What is drawn follows what the order is, at each moment: while it is kept aside for
    a payment and once it is validated, the amount of its line; else nothing.
    """

    _inherit = "sale.order"

    off_wallet_id = fields.Many2one(
        "loyalty.card",
        string="eWallet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    off_wallet_wish = fields.Monetary(
        "Asked from the eWallet",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="At most this much is paid from the eWallet.",
    )
    off_wallet_drawn = fields.Monetary(
        "Paid by eWallet", readonly=True, copy=False, groups="base.group_user"
    )

    # -- what the customer chooses ---------------------------------------------------
    def _off_get_wallet(self):
        """The eWallet that can pay this cart, the fullest of several, or none."""
        self.ensure_one()
        order = self.sudo()
        Card = self.env["loyalty.card"].sudo()
        if not order.off_exchange_id or order.state not in ("draft", "sent"):
            return Card
        if order.off_wallet_id:
            return order.off_wallet_id
        domain = Card._off_get_wallets_domain(order)
        return Card.search(domain, order="points desc, id", limit=1)

    def _off_get_wallet_left(self):
        """What its eWallet holds for this cart."""
        order = self.sudo()
        return order._off_get_wallet().points + order.off_wallet_drawn

    def _off_write_amount(self, amount):
        """“25,00”, to stand in a field."""
        digits = self.currency_id.decimal_places
        return formatLang(self.env, amount, digits=digits, grouping=False)

    def _off_use_wallet(self, amount):
        """Pay up to ``amount`` of this cart from the customer's eWallet; zero is not to
        use it.

        :raise UserError: nothing is there, or the cart is no cart any more
        """
        self.ensure_one()
        order = self.sudo()
        card = order._off_get_wallet()
        if not card or order._off_is_being_paid():
            raise UserError(
                self.env._("%s cannot be paid from an eWallet now.", self.name)
            )
        if self.currency_id.compare_amounts(amount, 0) < 0:
            raise UserError(self.env._("Write an amount of zero or more."))
        order.write({"off_wallet_id": card.id, "off_wallet_wish": amount})
        order._off_sync_wallet()

    # -- following the order -----------------------------------------------------------
    def _off_update_fees(self):
        """Extends off_order_cycle: whatever changes the goods or the fees of an order
        changes what its eWallet pays."""
        result = super()._off_update_fees()
        self.sudo().filtered(
            lambda order: order.off_wallet_id and not order.locked
        )._off_sync_wallet()
        return result

    def _off_sync_wallet(self):
        """Bring the lines and the eWallets in step with these orders. After closing
        nothing moves any more: what comes short is a credit of the customer."""
        for order in self.sudo().filtered("off_wallet_id"):
            if order.state != "cancel":
                order._off_set_wallet_line(order._off_get_wallet_amount())
            order._off_draw_wallet(order._off_get_wallet_due())

    def _off_get_wallet_amount(self):
        """What the eWallet pays of this order. A cart follows what its customer asked;
        what is validated is only ever given back, before other money is."""
        self.ensure_one()
        line = self._off_get_wallet_line()
        rest = self.amount_total - line.price_total
        if self.state == "sale":
            limit = -line.price_total
            rest -= self.amount_paid
        else:
            limit = min(self.off_wallet_wish, self._off_get_wallet_left())
        return self.currency_id.round(max(min(limit, rest), 0.0))

    def _off_get_wallet_due(self):
        drawing = self.state == "sale" or (
            self.state in ("draft", "sent") and self.off_held_until
        )
        return -self._off_get_wallet_line().price_total if drawing else 0.0

    def _off_get_wallet_line(self):
        return self.order_line.filtered("off_is_wallet")

    def _off_set_wallet_line(self, amount):
        line = self._off_get_wallet_line()
        lines = line.with_context(off_wallet=True, sale_no_log_for_new_lines=True)
        if self.currency_id.is_zero(amount) and self.state != "sale":
            lines.unlink()
        elif not line:
            lines.create(self._off_prepare_wallet_line(amount))
        elif self.currency_id.compare_amounts(-line.price_unit, amount):
            lines.write({"price_unit": -amount, "technical_price_unit": -amount})

    def _off_prepare_wallet_line(self, amount):
        reward = self.off_wallet_id.program_id.reward_ids[:1]
        lang = self.partner_id.lang or self.env.lang
        return {
            "order_id": self.id,
            "product_id": reward.discount_line_product_id.id,
            "name": reward.with_context(lang=lang).description,
            "product_uom_qty": 1.0,
            "price_unit": -amount,
            "technical_price_unit": -amount,
            "tax_ids": [Command.clear()],
            "off_is_wallet": True,
            "sequence": 2000,
        }

    def _off_draw_wallet(self, due):
        """Make what is drawn of the eWallet ``due``, and its history tell it."""
        change = self.currency_id.round(due - self.off_wallet_drawn)
        if self.currency_id.is_zero(change):
            return
        self.off_wallet_id._off_draw(change)
        self.off_wallet_drawn = self.currency_id.round(due)
        self._off_tell_wallet()

    def _off_tell_wallet(self):
        """One line in the history of the eWallet for each order that draws of it."""
        History = self.env["loyalty.history"]
        told = History.search(
            [
                ("card_id", "=", self.off_wallet_id.id),
                ("order_model", "=", self._name),
                ("order_id", "=", self.id),
            ]
        )
        if self.currency_id.is_zero(self.off_wallet_drawn):
            told.unlink()
        elif told:
            told.used = self.off_wallet_drawn
        else:
            History.create(
                {
                    "card_id": self.off_wallet_id.id,
                    "order_model": self._name,
                    "order_id": self.id,
                    "description": self.env._("Order %s", self.display_name),
                    "used": self.off_wallet_drawn,
                }
            )

    # -- kept aside, validated, cancelled ----------------------------------------------
    def _off_hold(self, minutes):
        """Extends off_order_cycle: nobody pays the rest of an order whose eWallet was
        spent meanwhile."""
        result = super()._off_hold(minutes)
        self._off_sync_wallet()
        return result

    def _off_release(self):
        result = super()._off_release()
        self._off_sync_wallet()
        return result

    def _off_release_changed(self):
        # The line of an eWallet asks for no goods.
        if not self.env.context.get("off_wallet"):
            return super()._off_release_changed()
        return None

    def _off_try_to_validate(self):
        """Extends off_order_cycle_website: a payment of the rest that returns when the
        eWallet is empty does not pay the whole."""
        before = -self._off_get_wallet_line().price_total
        reason = super()._off_try_to_validate()
        lost = before + self._off_get_wallet_line().price_total
        if reason or self.currency_id.compare_amounts(lost, 0) <= 0:
            return reason
        return self.env._(
            "The eWallet no longer holds %s that it was to pay.",
            formatLang(self.env, lost, currency_obj=self.currency_id),
        )

    def _action_confirm(self):
        result = super()._action_confirm()
        self._off_sync_wallet()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._off_sync_wallet()
        return result

    def _off_get_foreign_lines(self):
        return (
            super()
            ._off_get_foreign_lines()
            .filtered(lambda line: not line.off_is_wallet)
        )

    def _get_copiable_order_lines(self):
        lines = super()._get_copiable_order_lines()
        return lines.filtered(lambda line: not line.off_is_wallet)
