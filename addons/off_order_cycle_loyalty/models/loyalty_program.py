from odoo import api, fields, models

ACCOUNTANTS = "account.group_account_readonly,account.group_account_invoice"


class LoyaltyProgram(models.Model):
    """eWallets of an operator and its account of them hold the same."""

    _inherit = "loyalty.program"

    off_wallet_points = fields.Monetary(
        "In the eWallets", compute="_compute_off_wallet", groups=ACCOUNTANTS
    )
    off_wallet_balance = fields.Monetary(
        "On their account",
        compute="_compute_off_wallet",
        groups=ACCOUNTANTS,
        help="Balance of the account of eWallets, of posted entries.",
    )
    off_wallet_topped_up = fields.Monetary(
        "Topped up, not posted yet", compute="_compute_off_wallet", groups=ACCOUNTANTS
    )
    off_wallet_spent = fields.Monetary(
        "Spent, not posted yet",
        compute="_compute_off_wallet",
        groups=ACCOUNTANTS,
        help="What orders took, of which no posted invoice tells yet.",
    )
    off_wallet_difference = fields.Monetary(
        "Difference",
        compute="_compute_off_wallet",
        groups=ACCOUNTANTS,
        help="Of all eWallets of the operator: what was put in or taken out by hand, "
        "without an entry, or the other way round.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._off_set_wallet_products()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if {"company_id", "program_type", "trigger_product_ids", "reward_ids"} & {
            *vals
        }:
            self._off_set_wallet_products()
        return result

    def _off_set_wallet_products(self):
        """Give the products by which eWallets are topped up and spent the account of
        their operator, and no tax: Odoo's have neither, and prepaid money would be
        turnover. An account that somebody chose stays."""
        for program in self.sudo():
            company = program.company_id
            account = company.off_wallet_account_id
            if program.program_type != "ewallet" or not account:
                continue
            for product in program._off_get_wallet_products().with_company(company):
                if not product.property_account_income_id:
                    product.property_account_income_id = account
                product.taxes_id -= product.taxes_id.filtered(
                    lambda tax, company=company: tax.company_id == company
                )

    def _off_get_wallet_products(self):
        return self.trigger_product_ids | self.reward_ids.discount_line_product_id

    @api.depends_context("uid")
    def _compute_off_wallet(self):
        for program in self:
            company = program.company_id
            figures = {}
            if program.program_type == "ewallet" and company.off_wallet_account_id:
                figures = program.sudo()._off_get_wallet_figures(company)
            for name in ("points", "balance", "topped_up", "spent"):
                program[f"off_wallet_{name}"] = figures.get(name, 0.0)
            program.off_wallet_difference = (
                program.off_wallet_balance
                + program.off_wallet_topped_up
                - program.off_wallet_spent
                - program.off_wallet_points
            )

    def _off_get_wallet_figures(self, company):
        """
        :return: dict of ``points``, ``balance``, ``topped_up`` and ``spent``, of all
            eWallets of the operator, amounts in its currency
        """
        wallets = self.search(
            [("program_type", "=", "ewallet"), ("company_id", "=", company.id)]
        )
        cards = self.env["loyalty.card"]._read_group(
            [("program_id", "in", wallets.ids)], [], ["points:sum"]
        )
        Item = self.env["account.move.line"]
        account = company.off_wallet_account_id
        own = [("account_id", "=", account.id), ("company_id", "=", company.id)]
        balances = dict(
            Item._read_group(
                [*own, ("parent_state", "in", ("draft", "posted"))],
                ["parent_state"],
                ["balance:sum"],
            )
        )
        # Drafts are told with what is to be invoiced, by what they do.
        drafts = Item._read_group(
            [*own, ("parent_state", "=", "draft")], [], ["credit:sum", "debit:sum"]
        )[0]
        topped_up, spent = self._off_get_uninvoiced_wallets(company, wallets)
        return {
            "points": cards[0][0] or 0.0,
            "balance": -balances.get("posted", 0.0),
            "topped_up": topped_up + (drafts[0] or 0.0),
            "spent": spent + (drafts[1] or 0.0),
        }

    def _off_get_uninvoiced_wallets(self, company, wallets):
        """:return: (what orders added to eWallets, what they took), of which there is
        no invoice yet"""
        lines = self.env["sale.order.line"].search(
            [
                ("company_id", "=", company.id),
                # Not all that was ever topped up and spent.
                ("invoice_status", "!=", "invoiced"),
                "|",
                ("off_is_wallet", "=", True),
                "&",
                ("state", "=", "sale"),
                ("product_id", "in", wallets._off_get_wallet_products().ids),
            ]
        )
        topped_up = spent = 0.0
        for line in lines:
            left = line.product_uom_qty - line.qty_invoiced
            amount = line.price_total * left / (line.product_uom_qty or 1.0)
            if line.off_is_wallet:
                # Carts hold what they are about to pay with, too. What was handed over
                # may come to less: an invoice and a credit note share it then.
                invoiced = line.invoice_lines.filtered(
                    lambda one: one.parent_state != "cancel"
                )
                amount = 0.0 if invoiced else -line.order_id.off_wallet_drawn
            if amount > 0:
                topped_up += amount
            else:
                spent -= amount
        return topped_up, spent
