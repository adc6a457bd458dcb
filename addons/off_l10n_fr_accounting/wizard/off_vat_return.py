from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import date_utils, float_repr, format_date

from ..books.boxes import Boxes, Expression

# Accounts of VAT by what the return does with them. Those where VAT waits for a payment
# (44564, 44574) and those of the return itself (44551, 44567, 4458) are none of them.
DUE_PREFIXES = ("4452", "4453", "44571", "44578")
DEDUCTIBLE_PREFIXES = ("44562", "44566")
SETTLEMENT_PREFIXES = ("44551", "44567", "44583")
CARRIED_BOX = "box_22._applied_carryover_balance"
REFUND_BOX = "box_26_external.balance"


class OffVatReturn(models.TransientModel):
    """Figures of the French VAT return (form 3310 CA3) of a period, to be copied to
    the tax office's page. Nothing is kept or sent."""

    _name = "off.vat.return"
    _description = "VAT Return"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", required=True, default=lambda self: self._last()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._last()[1])
    carried = fields.Monetary(
        "Credit carried forward",
        compute="_compute_carried",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Line 27 of the return before (account 44567 when the period begins).",
    )
    refund = fields.Monetary(
        "Refund requested", help="Line 26, with form 3519: not carried forward."
    )
    line_ids = fields.One2many(
        "off.vat.return.line",
        "return_id",
        "Boxes",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        precompute=True,
    )
    to_pay = fields.Monetary(compute="_compute_totals", help="Line 32.")
    credit = fields.Monetary(
        "Credit to be carried forward", compute="_compute_totals", help="Line 27."
    )
    due_books = fields.Monetary(
        "VAT due in the books",
        compute="_compute_books",
        help="What was booked in the period on accounts of VAT that is due.",
    )
    due_boxes = fields.Monetary("VAT due by taxes", compute="_compute_books")
    deductible_books = fields.Monetary(
        "Deductible VAT in the books", compute="_compute_books"
    )
    deductible_boxes = fields.Monetary("Deductible by taxes", compute="_compute_books")
    is_different = fields.Boolean(compute="_compute_books")

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "VAT from %(start)s to %(end)s",
                start=format_date(self.env, one.date_from),
                end=format_date(self.env, one.date_to),
            )

    def _last(self):
        """The month before this one."""
        month = date_utils.start_of(fields.Date.context_today(self), "month")
        month = date_utils.subtract(month, months=1)
        return month, date_utils.end_of(month, "month")

    def _check_may_read(self):
        for one in self:
            allowed = one.company_id in self.env.companies and (
                self.env.user.has_group("account.group_account_readonly")
                or self.env.user.has_group("account.group_account_invoice")
            )
            if not self.env.su and not allowed:
                raise AccessError(
                    self.env._(
                        "Only who reads the books of %s sees its VAT.",
                        one.company_id.sudo().name,
                    )
                )

    def _get_items_domain(self):
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )

    def _get_items(self):
        self._check_may_read()
        return self.env["account.move.line"].sudo().with_company(self.company_id)

    @api.depends("date_from", "company_id")
    def _compute_carried(self):
        for one in self:
            one.carried = 0.0
            if not one.date_from:
                continue
            accounts = one._get_accounts(("44567",))
            [(balance,)] = one._get_items()._read_group(
                [
                    ("company_id", "=", one.company_id.id),
                    ("parent_state", "=", "posted"),
                    ("date", "<", one.date_from),
                    ("account_id", "in", accounts.ids),
                ],
                aggregates=["balance:sum"],
            )
            one.carried = one.currency_id.round(max(balance or 0.0, 0.0))

    def _get_accounts(self, prefixes):
        self._check_may_read()
        accounts = self.env["account.account"].sudo().with_company(self.company_id)
        found = accounts.search([("company_ids", "in", self.company_id.ids)])
        return found.filtered(lambda one: (one.code or "").startswith(prefixes))

    # -- boxes -------------------------------------------------------------------------
    def _get_report_lines(self):
        report = self.env.ref("l10n_fr_account.tax_report").sudo()
        return report.line_ids

    def _get_boxes(self):
        """:return: Boxes of this period"""
        self.ensure_one()
        expressions = {
            f"{line.code}.{one.label}": Expression(
                one.engine, one.formula, one.subformula or ""
            )
            for line in self._get_report_lines()
            for one in line.expression_ids
            if line.code
        }
        external = {
            CARRIED_BOX: Decimal(float_repr(self.carried, 2)),
            REFUND_BOX: Decimal(float_repr(self.refund, 2)),
        }
        return Boxes(expressions, self._sum_tags(), external)

    def _sum_tags(self):
        """:return: ``{name of a tag: Decimal}``, to the cent"""
        groups = self._get_items()._read_group(
            self._get_items_domain() & Domain("tax_tag_ids", "!=", False),
            ["tax_tag_ids"],
            ["balance:sum"],
        )
        sums = defaultdict(Decimal)
        france = self.env.ref("base.fr")
        for tag, balance in groups:
            if tag.country_id != france or tag.applicability != "taxes":
                continue
            name = tag.with_context(lang="en_US").name
            sums[name] += Decimal(float_repr(balance, 2))
        return sums

    @api.depends("date_from", "date_to", "carried", "refund", "company_id")
    def _compute_line_ids(self):
        for one in self:
            one.line_ids = [Command.clear()]
            if not (one.date_from and one.date_to):
                continue
            boxes = one._get_boxes()
            one.line_ids = [
                Command.create(vals)
                for number, line in enumerate(one._get_report_lines())
                if (vals := one._prepare_line(line, boxes, number))
            ]

    def _prepare_line(self, line, boxes, number):
        """A box that has an amount, and the totals; its exact sum beside what is
        declared, in whole euros."""
        labels = {one.label: one for one in line.expression_ids}
        if not line.code or "balance" not in labels:
            return None
        amount = boxes.get(f"{line.code}.balance")
        tagged = [one for one in line.expression_ids if one.engine == "tax_tags"]
        exact = sum(boxes.get(f"{line.code}.{one.label}") for one in tagged)
        is_total = line.code in ("box_16", "box_23", "box_28", "box_32", "box_27")
        if not (amount or exact or is_total):
            return None
        box, _dash, name = line.name.partition(" - ")
        return {
            "sequence": number,
            "code": line.code,
            "box": box if name else line.code.removeprefix("box_"),
            "name": name or line.name,
            "amount": float(amount),
            "exact": float(exact),
            "is_total": is_total,
            "tags": " ".join(one.formula.lstrip("-") for one in tagged),
        }

    @api.depends("line_ids.amount")
    def _compute_totals(self):
        for one in self:
            amounts = {line.code: line.amount for line in one.line_ids}
            one.to_pay = amounts.get("box_32", 0.0)
            one.credit = amounts.get("box_27", 0.0)

    # -- the ledger beside it ----------------------------------------------------------
    @api.depends("line_ids", "date_from", "date_to", "company_id")
    def _compute_books(self):
        for one in self:
            boxes = one._get_boxes()
            due = deductible = Decimal(0)
            for line in one._get_report_lines():
                for expression in line.expression_ids:
                    if expression.engine != "tax_tags" or not line.code:
                        continue
                    value = boxes.get(f"{line.code}.{expression.label}")
                    if line.code.endswith("_taxe"):
                        due += value
                    elif line.code in ("box_19", "box_20"):
                        deductible += value
            one.due_boxes, one.deductible_boxes = float(due), float(deductible)
            one.due_books = -one._sum_booked(DUE_PREFIXES)
            one.deductible_books = one._sum_booked(DEDUCTIBLE_PREFIXES)
            zero = one.currency_id.is_zero
            one.is_different = not (
                zero(one.due_books - one.due_boxes)
                and zero(one.deductible_books - one.deductible_boxes)
            )

    def _get_booked_domain(self, prefixes):
        """Items on accounts of VAT, but for entries that settle a return: these move
        the sums to 44551 or 44567."""
        settled = self._get_items().search(
            self._get_items_domain()
            & Domain("account_id", "in", self._get_accounts(SETTLEMENT_PREFIXES).ids)
            & Domain("move_id.move_type", "=", "entry")
        )
        return (
            self._get_items_domain()
            & Domain("account_id", "in", self._get_accounts(prefixes).ids)
            & Domain("move_id", "not in", settled.move_id.ids)
        )

    def _sum_booked(self, prefixes):
        [(balance,)] = self._get_items()._read_group(
            self._get_booked_domain(prefixes), aggregates=["balance:sum"]
        )
        return self.currency_id.round(balance or 0.0)

    def action_show_unboxed(self):
        """Items on accounts of VAT that no box counts."""
        self.ensure_one()
        domain = self._get_booked_domain(DUE_PREFIXES + DEDUCTIBLE_PREFIXES)
        return self._show(
            self.env._("Booked as VAT, in no box"),
            domain & Domain("tax_tag_ids", "=", False),
        )

    def _show(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": list(domain),
        }

    def action_refresh(self):
        """Computes the boxes of the dates that were entered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("VAT return"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }
