from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_other_balances(self, company):
        """Extends: what is in the eWallets of a household."""
        balances = super()._off_get_other_balances(company)
        today = fields.Date.context_today(self)
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", self.ids),
                    ("program_id.program_type", "=", "ewallet"),
                    ("program_id.active", "=", True),
                    ("program_id.company_id", "=", company.id),
                    ("points", ">", 0),
                    "|",
                    ("expiration_date", "=", False),
                    ("expiration_date", ">=", today),
                ]
            )
        )
        for program, mine in cards.grouped("program_id").items():
            total = sum(mine.mapped("points"))
            balances.append(
                (
                    program.with_env(self.env).name,
                    program.currency_id.with_env(self.env).format(total),
                )
            )
        return balances
