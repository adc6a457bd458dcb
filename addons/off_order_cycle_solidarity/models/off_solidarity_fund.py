from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, float_repr, ormcache

# Third-party accounts of the French chart; accountants move it where theirs are.
ACCOUNT_CODE = "467200"


class OffSolidarityFund(models.Model):
    """Money that customers give and from which solidarity prices are paid (rule 26).

    Its balance is that of its account. What validated orders draw of it waits on a
    counter until their invoices are posted: both together never go below zero, or below
    what somebody decided.
    """

    _name = "off.solidarity.fund"
    _description = "Solidarity Fund"
    _inherit = ["off.kept.mixin"]
    _order = "company_id, name, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Solidarity"))
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "account.account",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="Gifts are booked on it, and draws. It holds nothing else.",
    )
    balance = fields.Monetary(
        compute="_compute_balance", help="What is on the account of the fund."
    )
    reserved = fields.Monetary(
        readonly=True,
        copy=False,
        help="What validated orders draw, until they are invoiced.",
    )
    available = fields.Monetary(
        compute="_compute_balance", help="What can still be drawn."
    )
    floor = fields.Monetary(
        "May go down to −",
        help="How far below zero the fund may go. Whoever changes it decides it, and "
        "is noted.",
    )
    floor_user_id = fields.Many2one("res.users", "Decided by", readonly=True)
    floor_date = fields.Datetime("Decided on", readonly=True)
    hub_ids = fields.One2many("off.hub", "solidarity_fund_id", string="Hubs")

    _account_uniq = models.UniqueIndex(
        "(account_id)", "This account is that of another solidarity fund."
    )
    _floor_positive = models.Constraint(
        "CHECK (floor >= 0)", "Write how far below zero the fund may go, as 50 for −50."
    )

    @api.depends("account_id", "reserved", "floor")
    def _compute_balance(self):
        balances = dict(
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("account_id", "in", self.sudo().account_id.ids),
                    ("parent_state", "=", "posted"),
                ],
                ["account_id"],
                ["balance:sum"],
            )
        )
        for fund in self:
            account = fund.sudo().account_id
            fund.balance = -balances.get(account, 0.0)
            fund.available = max(fund.balance + fund.floor - fund.reserved, 0.0)

    @api.constrains("account_id")
    def _check_account(self):
        for fund in self.sudo():
            if fund.account_id.account_type != "liability_current":
                raise ValidationError(
                    self.env._(
                        "%(account)s is not an account of current liabilities: what is "
                        "in the fund %(fund)s belongs to those whom it is for.",
                        account=fund.account_id.display_name,
                        fund=fund.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_reserved(vals)
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            if not vals.get("account_id"):
                vals["account_id"] = self._create_account(company, vals).id
            self._note_decision(vals)
        funds = super().create(vals_list)
        self.env.registry.clear_cache()
        return funds

    def write(self, vals):
        self._check_reserved(vals)
        if "floor" in vals:
            vals = dict(vals)
            self._note_decision(vals)
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _note_decision(self, vals):
        for name in ("floor_user_id", "floor_date"):
            vals.pop(name, None)
        if vals.get("floor") is not None:
            vals["floor_user_id"] = self.env.uid
            vals["floor_date"] = fields.Datetime.now()

    def _check_reserved(self, vals):
        if (
            not self.env.su
            and {"reserved", "floor_user_id", "floor_date"} & vals.keys()
        ):
            raise AccessError(
                self.env._("What is reserved and who decided is not written by hand.")
            )

    def _create_account(self, company, vals):
        self.check_access("create")
        if company not in self.env.companies and not self.env.su:
            raise AccessError(
                self.env._("%s is not among your operators.", company.name)
            )
        Account = self.env["account.account"].sudo().with_company(company)
        return Account.create(
            {
                "code": Account._search_new_account_code(ACCOUNT_CODE),
                "name": vals.get("name") or self.env._("Solidarity fund"),
                "account_type": "liability_current",
                "company_ids": [fields.Command.link(company.id)],
            }
        )

    @api.model
    @ormcache()
    def _exist(self):
        """Whether there is any fund: without, orders are as if this did not exist."""
        return bool(self.sudo().search_count([], limit=1))

    # -- drawing -----------------------------------------------------------------------
    def _draw(self, amount, force=False):
        """Reserve ``amount``, in one statement with the check that it is there.

        :param amount: float, negative to give back
        :param force: whether it is there already, as when an invoice is set back to
            draft
        :return: whether it was reserved
        """
        self.ensure_one()
        self.env.flush_all()
        amount = Decimal(float_repr(amount, self.currency_id.decimal_places))
        self.env.cr.execute(
            SQL(
                """
                UPDATE off_solidarity_fund fund
                   SET reserved = GREATEST(COALESCE(reserved, 0) + %(amount)s, 0)
                 WHERE id = %(id)s
                   AND (%(amount)s <= 0
                        OR %(force)s
                        OR COALESCE(reserved, 0) + %(amount)s
                           <= COALESCE(floor, 0) - (
                            SELECT COALESCE(SUM(line.balance), 0)
                              FROM account_move_line line
                             WHERE line.account_id = fund.account_id
                               AND line.parent_state = 'posted'))
                """,
                amount=amount,
                force=force,
                id=self.id,
            )
        )
        done = bool(self.env.cr.rowcount)
        self.invalidate_recordset(["reserved", "balance", "available"])
        return done

    def _draw_up_to(self, amount):
        """Reserve ``amount``, or what is there of it.

        :return: what was reserved
        """
        if self._draw(amount):
            return amount
        self.invalidate_recordset(["balance", "available"])
        rest = min(self.available, amount)
        return rest if rest > 0 and self._draw(rest) else 0.0
