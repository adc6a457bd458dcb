from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    off_moved_in = fields.Selection(
        [("balance", "Balances of a file"), ("fec", "Opening from a FEC")],
        "Moved in by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Brought from the books that the operator kept before.",
    )

    @api.model
    def _off_check_moved_in(self, company, date, journal, account=None):
        """
        :raise UserError: an entry of this day cannot be made in these books
        """
        company = company.sudo()
        for record in (journal.sudo(), account.sudo() if account else None):
            if record is None:
                continue
            owners = record.company_id if "company_id" in record else record.company_ids
            if company not in owners:
                raise UserError(
                    self.env._(
                        "%(record)s is not one of %(company)s: choose another.",
                        record=record.display_name,
                        company=company.name,
                    )
                )
        if journal.sudo().type != "general":
            raise UserError(
                self.env._(
                    "%s is no journal of miscellaneous operations: choose another.",
                    journal.sudo().name,
                )
            )
        if locks := company._get_violated_lock_dates(date, False, journal.sudo()):
            raise UserError(
                self.env._(
                    "The books of %(company)s are locked until %(lock)s, and the entry "
                    "would be of %(date)s. Choose a later day, or ask an accountant to "
                    "unlock the period.",
                    company=company.name,
                    lock=locks[-1][0],
                    date=date,
                )
            )

    @api.model
    def _off_create_moved_in(self, vals, is_posted):
        """Make an opening entry; who may was checked by who calls.

        :param vals: values of account.move
        :return: account.move with the rights of the user
        """
        company = self.env["res.company"].browse(vals["company_id"])
        for _command, _id, line in vals["line_ids"]:
            # Accounts of the balance sheet: Odoo would look once for each line.
            line.setdefault("analytic_distribution", False)
        move = (
            self.sudo()
            .with_company(company)
            .with_context(tracking_disable=True, mail_create_nosubscribe=True)
            .create({"move_type": "entry", **vals})
        )
        if is_posted:
            move._off_rank_partners()
            move.action_post()
        return move.with_env(self.env)

    def _off_rank_partners(self):
        """Customers and suppliers count as such once something is posted; Odoo would
        write those that are new one after the other."""
        for kind, rank in (
            ("asset_receivable", "customer_rank"),
            ("liability_payable", "supplier_rank"),
        ):
            lines = self.line_ids.filtered(
                lambda line, kind=kind: line.account_id.account_type == kind
            )
            lines.partner_id.filtered(lambda one, rank=rank: not one[rank])[rank] = 1
