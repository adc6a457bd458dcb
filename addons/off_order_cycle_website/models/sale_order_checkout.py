from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.off_order_cycle.engine.access import is_shown

# Minutes for which a basket that is being paid is kept aside.
LOOKING = 15
PAYING = 30


class SaleOrder(models.Model):
    """The basket of a cycle on its way through Odoo's checkout."""

    _inherit = "sale.order"

    off_late_payment = fields.Boolean(
        "Paid too late",
        readonly=True,
        copy=False,
        help="The payment came when the order could no longer be validated: give it "
        "back, or keep it as a credit of the customer.",
    )

    # -- what is no cart of Odoo's shop -------------------------------------------
    def _compute_cart_info(self):
        """Extends website_sale: customers collect their order, no delivery method is to
        be chosen and no address needed."""
        result = super()._compute_cart_info()
        for order in self.filtered("off_exchange_id"):
            order.only_services = True
            goods = order.order_line.filtered("off_offer_id")
            order.cart_quantity = int(sum(goods.mapped("product_uom_qty")))
        return result

    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, **kwargs
    ):
        if self.off_exchange_id:
            raise UserError(
                self.env._(
                    "Change your basket on the page of the sale: %s",
                    self.off_cycle_id.name,
                )
            )
        return super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )

    def _filter_can_send_abandoned_cart_mail(self):
        # A basket is no cart, and its sale may be closed.
        carts = self.filtered(lambda order: not order.off_exchange_id)
        if not carts:
            return carts
        return super(SaleOrder, carts)._filter_can_send_abandoned_cart_mail()

    # -- paying ------------------------------------------------------------------------
    def _off_is_being_paid(self):
        self.ensure_one()
        transactions = self.sudo().transaction_ids
        return any(
            state in ("pending", "authorized", "done")
            for state in transactions.mapped("state")
        )

    def _off_set_chosen(self, quantities, slot):
        """Make this cart what its customer chose.

        :param quantities: ``{off.offer of its exchange: whole units}``
        """
        self.ensure_one()
        if self._off_get_by_offer() == quantities and self.off_slot_id == slot:
            return
        self._off_release()
        self.write(
            {
                "off_slot_id": slot.id,
                "order_line": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "product_id": offer.product_id.id,
                                "off_offer_id": offer.id,
                                "product_uom_qty": quantity,
                            }
                        )
                        for offer, quantity in quantities.items()
                    ),
                ],
            }
        )

    def _action_confirm(self):
        result = super()._action_confirm()
        self._off_empty_baskets()
        return result

    def _off_empty_baskets(self):
        """What is ordered is not chosen any more."""
        for order in self.filtered("website_id"):
            self.env["off.basket"]._find(
                order.off_exchange_id, order.partner_id
            ).unlink()

    def _off_keep_shown_providers(self, providers):
        """:return: those of ``providers`` that the hub shows to the order's customer"""
        self.ensure_one()
        exchange = self.sudo().off_exchange_id._for_customer(self.partner_id)
        rules = exchange._get_rules_for_customer("payment")
        return providers.filtered(lambda one: is_shown(rules, {"provider_ids": one.id}))

    # -- payments that come too late (rule 9) -------------------------------------
    def _off_try_to_validate(self):
        """Whether this cart, which is paid, can be validated now.

        What was kept aside may have been given back: it is asked for again.

        :return: why not, or nothing
        """
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            return self.env._("The sale was closed before the payment came.")
        try:
            with self.env.cr.savepoint():
                self._off_hold(PAYING)
        except UserError as error:
            return error.args[0]
        return ""

    def _off_note_late_payment(self, transaction, reason):
        """The money is there and booked, the goods are not: say it to the customer and
        to whoever runs the sale. It is given back or kept, never lost."""
        self.ensure_one()
        self.off_late_payment = True
        lang = self.partner_id.lang or self.env.lang
        order = self.with_context(lang=lang)
        order.message_post(
            body=order.env._(
                "Your payment of %(amount)s for %(order)s was received, but the order "
                "could not be validated: %(reason)s The hub will give the money back "
                "or agree with you on another way.",
                amount=f"{transaction.amount:.2f} {transaction.currency_id.name}",
                order=self.name,
                reason=reason,
            ),
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        cycle = self.off_cycle_id.sudo()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Paid too late: give back or keep as a credit"),
            note=reason,
            user_id=(self.user_id or cycle.create_uid).id,
        )

    def action_off_late_payment_done(self):
        """Whoever runs the sale has given the money back, or agreed with the customer
        to keep it as a credit."""
        self.filtered("off_late_payment").write({"off_late_payment": False})
        self.activity_feedback(["mail.mail_activity_data_todo"])
        return True
