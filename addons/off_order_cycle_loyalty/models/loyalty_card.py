from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, formatLang


class LoyaltyCard(models.Model):
    """An eWallet: its points are amounts in the currency of its operator."""

    _inherit = "loyalty.card"

    @api.model
    def _off_get_wallets_domain(self, order):
        """eWallets of the customer at the operator that sells, and no other's."""
        today = fields.Date.context_today(self)
        return (
            Domain("partner_id", "=", order.partner_id.id)
            & Domain("program_id.program_type", "=", "ewallet")
            & Domain("program_id.active", "=", True)
            & Domain("program_id.company_id", "=", order.company_id.id)
            & Domain("program_id.currency_id", "=", order.currency_id.id)
            & (
                Domain("expiration_date", "=", False)
                | Domain("expiration_date", ">=", today)
            )
        )

    def _off_draw(self, amount):
        """Take ``amount`` from this wallet, or give it back where it is negative.

        In one statement that takes nothing where it does not suffice: two orders at
        once cannot spend the same money, the second waits and begins again.

        :raise UserError: says what is left
        """
        self.ensure_one()
        currency = self.currency_id
        self.flush_recordset(["points"])
        self.env.cr.execute(
            SQL(
                "UPDATE loyalty_card "
                "SET points = ROUND((points - %(amount)s)::numeric, %(digits)s) "
                "WHERE id = %(id)s AND (%(amount)s <= 0 "
                "OR ROUND((points - %(amount)s)::numeric, %(digits)s) >= 0)",
                amount=amount,
                digits=currency.decimal_places,
                id=self.id,
            )
        )
        taken = self.env.cr.rowcount
        self.invalidate_recordset(["points"])
        if not taken:
            raise UserError(
                self.env._(
                    "The eWallet holds %(left)s, and %(asked)s were asked: choose how "
                    "to pay again.",
                    left=formatLang(self.env, self.points, currency_obj=currency),
                    asked=formatLang(self.env, amount, currency_obj=currency),
                )
            )
