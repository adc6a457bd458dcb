from odoo import fields, models
from odoo.fields import Command


class ResCompany(models.Model):
    _inherit = "res.company"

    off_reminders = fields.Selection(
        [("manual", "By somebody, round by round"), ("auto", "Each week by itself")],
        "Customers are reminded",
        required=True,
        default="manual",
        help="Each week: mails go out on their own, letters are left to print.",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: customers who owe are reminded."""
        result = super()._off_setup_operator(chart_template)
        self._off_set_up_reminders()
        return result

    def _off_set_up_reminders(self):
        """Let these operators remind in three steps, where they have no policy yet: a
        copy of the model, which is theirs to change."""
        model = self.env.ref(
            "off_order_cycle_reminder.policy", raise_if_not_found=False
        )
        if not model:
            return
        for company in self.sudo():
            receivable = self.env["account.account"].with_company(company).sudo()
            receivable = receivable.search(
                [
                    ("account_type", "=", "asset_receivable"),
                    ("company_ids", "in", company.ids),
                    # Points of sale book what nobody owes on theirs.
                    ("non_trade", "=", False),
                ]
            )
            # The OCA's own policies know no accounts and remind nobody.
            known = company.credit_policy_id.account_ids & receivable
            if not known and receivable:
                company.credit_policy_id = model.sudo().copy(
                    {
                        "company_id": company.id,
                        "account_ids": [Command.set(receivable.ids)],
                    }
                )
