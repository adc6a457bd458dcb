import functools

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

from odoo.addons.off_hub_network.tools.words import write_number

BODY = "off_order_cycle_statement.mail_statement"
REPORT = "off_order_cycle_statement.report_statements"


class OffStatementSend(models.TransientModel):
    """Statements of a period, by mail or on paper, of many people at once."""

    _name = "off.statement.send"
    _description = "Send Statements"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    side = fields.Selection(
        [("customer", "Customers"), ("producer", "Producers")],
        "Of",
        required=True,
        default="customer",
    )
    cycle_id = fields.Many2one(
        "off.order.cycle",
        "Of one sale",
        domain="[('state', 'not in', ('draft', 'cancel'))]",
        help="What each producer brought for it, its bills and what is paid of them. "
        "Empty: all that happened in a period.",
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: self._get_last_month()[0],
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: self._get_last_month()[1],
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "off_statement_send_partner_rel",
        "wizard_id",
        "partner_id",
        "Only these",
        help="Empty: all who had an invoice or a payment in this period, or owe or are "
        "owed something.",
    )
    count = fields.Integer("Statements", compute="_compute_count")
    without_mail = fields.Char("Without an address of mail", compute="_compute_count")

    @api.model
    def _get_last_month(self):
        day = date_utils.subtract(fields.Date.context_today(self), months=1)
        return date_utils.start_of(day, "month"), date_utils.end_of(day, "month")

    @api.model
    def default_get(self, fields):
        """Extends: of the contacts that are selected, or of a sale by an operator that
        has a part in it."""
        values = super().default_get(fields)
        if cycle_id := values.get("cycle_id"):
            cycle = self.env["off.order.cycle"].browse(cycle_id)
            mine = self.env.companies & cycle.sudo().company_ids
            if mine and values.get("company_id") not in mine.ids:
                values["company_id"] = mine[0].id
        if self.env.context.get("active_model") == "res.partner":
            values["partner_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends(
        "company_id", "side", "cycle_id", "date_from", "date_to", "partner_ids"
    )
    def _compute_count(self):
        for wizard in self:
            found = wizard._get_statements() if wizard._is_complete() else {}
            wizard.count = len(found)
            wizard.without_mail = ", ".join(
                partner.display_name for partner in found if not partner.email
            )

    def _is_complete(self):
        return self._is_of_cycle() or bool(
            self.company_id
            and self.date_from
            and self.date_to
            and self.date_from <= self.date_to
        )

    def _is_of_cycle(self):
        return self.side == "producer" and bool(self.cycle_id)

    def _get_statements(self):
        """:return: ``{partner: statement}``, as ``off.statement`` has it, by name"""
        self._check_may_read()
        partners = self.sudo().partner_ids.commercial_partner_id or None
        if self._is_of_cycle():
            self.cycle_id.check_access("read")
            told = self.env["off.statement"]._get_cycle_statements(
                self.company_id, self.cycle_id, partners
            )
            return {producer: one for (_cycle, producer), one in told.items()}
        found = self.env["off.statement"]._get_statements(
            self.company_id, self.side, self.date_from, self.date_to, partners
        )
        return {
            partner: told
            for partner, told in sorted(
                found.items(), key=lambda one: (one[0].sudo().name or "", one[0].id)
            )
            if told["rows"] or told["opening"] or told["closing"]
        }

    def _check_may_read(self):
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose one of the operators for which you work.")
            )
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only who keeps the books sends statements."))

    def _get_found(self):
        if not self._is_complete():
            raise UserError(self.env._("Choose a first day that is before the last."))
        found = self._get_statements()
        if not found:
            if self._is_of_cycle():
                raise UserError(
                    self.env._(
                        "%(operator)s ordered nothing of them for %(cycle)s.",
                        operator=self.company_id.name,
                        cycle=self.cycle_id.name,
                    )
                )
            raise UserError(
                self.env._(
                    "Nothing to tell of these days: no invoice, no payment, nothing "
                    "owed."
                )
            )
        return found

    def action_send(self):
        """Queue one mail for each who has an address, in its language."""
        self.ensure_one()
        found = {
            partner: told
            for partner, told in self._get_found().items()
            if partner.email
        }
        if not found:
            raise UserError(self.env._("None of them has an address of mail."))
        values = []
        for partner, told in found.items():
            speaking = self.with_context(lang=partner.lang or self.env.lang)
            values.append(speaking._prepare_mail(partner, told))
        self.env["mail.mail"].sudo().create(values)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s statements are on their way.", len(values)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_mail(self, partner, told):
        company = self.company_id.sudo()
        return {
            "subject": self._get_subject(),
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "recipient_ids": [(4, partner.id)],
            "auto_delete": True,
            "model": "res.partner",
            "res_id": partner.id,
            "body_html": self.env["ir.qweb"]._render(
                BODY, self._get_values(partner, told) | {"url": self._get_url()}
            ),
        }

    def _get_subject(self):
        operator = self.company_id.sudo().name
        if self._is_of_cycle():
            return self.env._(
                "%(operator)s: your account of %(cycle)s",
                operator=operator,
                cycle=self.cycle_id.sudo().name,
            )
        return self.env._(
            "%(operator)s: your account on %(day)s",
            operator=operator,
            day=self._format(self.date_to),
        )

    def _get_url(self):
        path = "/my/balance"
        if self._is_of_cycle():
            path += f"/{self.company_id.id}/sale/{self.cycle_id.id}"
        return self.get_base_url() + path

    def _translate(self, told):
        """:return: ``told`` with its texts as their reader speaks"""
        statements = self.env["off.statement"]
        if not self._is_of_cycle():
            label = statements._get_label
            rows = [one | {"label": label(one["line"])} for one in told["rows"]]
            return told | {"rows": rows}
        speaking = self.with_context(display_default_code=False).sudo().env
        return told | {
            "documents": [
                one | statements._get_document_texts(one["move"], one["others"])
                for one in told["documents"]
            ],
            "lines": [
                one
                | {name: one[name].with_env(speaking) for name in ("product", "unit")}
                for one in told["lines"]
            ],
        }

    def _get_values(self, partner, told):
        """What the templates of a statement read."""
        company = self.company_id.sudo()
        return {
            "partner": partner.sudo(),
            "company": company,
            "side": self.side,
            "cycle": self._is_of_cycle() and self.cycle_id.sudo(),
            "date_from": self._format(self.date_from),
            "date_to": self._format(self.date_to),
            "told": self._translate(told),
            "money": company.currency_id.with_env(self.env).format,
            "number": functools.partial(write_number, self.env),
            "day": self._format,
        }

    def _format(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {}) if day else ""

    def action_print(self):
        self.ensure_one()
        self._get_found()
        return self.env.ref(
            "off_order_cycle_statement.action_report_statements"
        ).report_action(self, config=False)
