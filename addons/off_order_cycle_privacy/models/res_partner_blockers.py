from odoo import fields, models


class ResPartner(models.Model):
    """What has to be done before a person can be erased."""

    _inherit = "res.partner"

    def _off_get_erasure_blockers(self, company):
        """Hook: what stands against erasing this person at ``company``.

        Read with all rights: show it to the person or who handles its data.

        :return: list of sentences, each with what to do
        """
        person = self.sudo().with_company(company)
        return [
            *person._off_find_roles(),
            *person._off_find_open_orders(company),
            *person._off_find_balance(company),
            *person._off_find_deposits(company),
            *person._off_find_duties(company),
            *person._off_find_mandates(company),
        ]

    def _off_get_everybody(self):
        """The person and its addresses."""
        return (
            self.sudo()
            .with_context(active_test=False)
            .search([("id", "child_of", self.ids)])
        )

    def _off_find_roles(self):
        texts = []
        users = self.with_context(active_test=False).user_ids
        if users.filtered(lambda user: user.active and not user.share):
            texts.append(
                self.env._(
                    "It works here with a login of its own: an administrator ends that "
                    "login first."
                )
            )
        if self.off_is_member:
            texts.append(
                self.env._(
                    "It is a member of the network (%s): its profile, links and "
                    "products are ended first.",
                    ", ".join(self.off_role_ids.mapped("name")),
                )
            )
        if self.is_company or self.parent_id.is_company:
            texts.append(
                self.env._(
                    "It is an enterprise, or stands for one: only data of persons are "
                    "erased."
                )
            )
        return texts

    def _off_find_open_orders(self, company):
        everybody = self._off_get_everybody()
        orders = self.env["sale.order"].search(
            [
                ("partner_id", "in", everybody.ids),
                ("company_id", "=", company.id),
                ("state", "in", ("sent", "sale")),
                "|",
                ("invoice_status", "=", "to invoice"),
                "&",
                ("off_cycle_id", "!=", False),
                ("off_cycle_id.state", "not in", ("settled", "cancel")),
            ]
        )
        texts = [
            self.env._(
                "The order %s is open: it is handed over and invoiced, or cancelled "
                "first.",
                order.name,
            )
            for order in orders[:10]
        ]
        standing = self.env["off.standing.order"].search(
            [
                ("partner_id", "in", everybody.ids),
                ("company_id", "=", company.id),
                ("state", "!=", "ended"),
            ]
        )
        texts += [
            self.env._("The standing order %s runs: it is ended first.", one.name)
            for one in standing
        ]
        drafts = self.env["account.move"].search(
            [
                ("partner_id", "in", everybody.ids),
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
            ]
        )
        if drafts:
            texts.append(
                self.env._(
                    "Invoices are drafts (%s): they are posted or deleted first.",
                    len(drafts),
                )
            )
        return texts

    def _off_find_balance(self, company):
        rows = self.env["account.move.line"]._read_group(
            [
                ("partner_id", "in", self._off_get_everybody().ids),
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                (
                    "account_id.account_type",
                    "in",
                    ("asset_receivable", "liability_payable"),
                ),
            ],
            [],
            ["balance:sum"],
        )
        balance = rows[0][0] or 0.0
        currency = company.currency_id
        texts = []
        if currency.compare_amounts(balance, 0) > 0:
            texts.append(
                self.env._(
                    "%s is still to be paid: it is paid or written off first.",
                    currency.format(balance),
                )
            )
        elif currency.compare_amounts(balance, 0) < 0:
            texts.append(
                self.env._(
                    "%s is in credit: it is paid back first.", currency.format(-balance)
                )
            )
        texts += [
            self.env._("%(what)s is %(amount)s: it is settled first.", **told)
            for told in self._off_find_wallets(company)
        ]
        return texts

    def _off_find_wallets(self, company):
        if "loyalty.card" not in self.env:
            return []
        cards = self.env["loyalty.card"].search(
            [("partner_id", "in", self._off_get_everybody().ids), ("points", "!=", 0)]
        )
        return [
            {"what": card.program_id.name, "amount": f"{card.points:.2f}"}
            for card in cards
            if card.program_id.program_type == "ewallet"
            and card.company_id in (company, card.company_id.browse())
        ]

    def _off_find_deposits(self, company):
        if "off.deposit.balance" not in self.env:
            return []
        balances = self.env["off.deposit.balance"].search(
            [
                ("partner_id", "in", self._off_get_everybody().ids),
                ("company_id", "=", company.id),
            ]
        )
        return [
            self.env._(
                "%(count)s × %(container)s did not come back: they are brought back or "
                "written off first.",
                count=balance.out_qty,
                container=balance.product_id.display_name,
            )
            for balance in balances
            if balance.out_qty
        ]

    def _off_find_duties(self, company):
        if "off.duty.volunteer" not in self.env:
            return []
        volunteers = self.env["off.duty.volunteer"].search(
            [
                ("partner_id", "in", self._off_get_everybody().ids),
                ("company_id", "=", company.id),
                ("state", "in", ("signed", "confirmed")),
                ("shift_id.date_end", ">=", fields.Datetime.now()),
            ]
        )
        if not volunteers:
            return []
        return [
            self.env._(
                "It signed up for duties (%s): it signs off first.", len(volunteers)
            )
        ]

    def _off_find_mandates(self, company):
        if "account.banking.mandate" not in self.env:
            return []
        mandates = self.env["account.banking.mandate"].search(
            [
                ("partner_id", "in", self._off_get_everybody().ids),
                ("company_id", "=", company.id),
                ("state", "=", "valid"),
            ]
        )
        return [
            self.env._(
                "The direct debit mandate %s is valid: it is cancelled first.",
                mandate.display_name,
            )
            for mandate in mandates
        ]
