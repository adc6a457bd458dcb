from odoo import api, fields, models
from odoo.tools import html2plaintext

SCALARS = ("boolean", "char", "date", "datetime", "float", "html", "integer")
SCALARS += ("monetary", "selection", "text")
IDENTITY = ("name", "email", "phone", "street", "street2", "zip", "city", "country_id")
IDENTITY += ("lang", "tz", "website", "function", "company_registry", "vat", "ref")
IDENTITY += ("comment", "create_date", "partner_latitude", "partner_longitude")
# 0 degrees are nowhere: nobody looked for the place.
PLACE = ("partner_latitude", "partner_longitude")
# Odoo's documents have many fields that tell nothing of the person.
ORDER = ("name", "date_order", "state", "company_id", "off_hub_id", "off_cycle_id")
ORDER += ("off_slot_id", "amount_total", "client_order_ref", "note", "signed_by")
ORDER_LINE = ("order_id", "name", "product_uom_qty", "qty_delivered", "price_unit")
ORDER_LINE += ("price_total",)
INVOICE = ("name", "move_type", "invoice_date", "invoice_date_due", "company_id", "ref")
INVOICE += ("amount_total", "amount_residual", "payment_state", "narration")
PAYMENT = ("name", "date", "amount", "payment_type", "state", "journal_id", "memo")
# Of others, or of the machine.
HIDDEN = (
    "token",
    "password",
    "secret",
    "signup",
    "access_url",
    "message_",
    "activity_",
)


class ResPartner(models.Model):
    """Everything that is held about a person (GDPR art. 15 and 20)."""

    _inherit = "res.partner"

    def _off_get_personal_data(self, companies):
        """Hook: what is held about this person. Add-ons extend the list.

        Models of the project that name a person in ``partner_id`` and bear the operator
        are there by themselves. Read with all rights: who calls it has checked who may.

        :param companies: res.company of which data are told; identity and login are
            of no operator
        :return: list of dicts: ``code``, ``title`` and ``rows``, a list of
            ``{label: value}`` with values that JSON knows
        """
        self.ensure_one()
        person = self.sudo().with_context(active_test=False)
        everybody = person._off_get_everybody()
        own = self.env.user.partner_id in everybody
        in_companies = [("company_id", "in", companies.ids)]
        named = [("partner_id", "in", everybody.ids)]
        return [
            self._off_tell("identity", everybody, IDENTITY, self.env._("Identity")),
            self._off_tell(
                "login",
                everybody.user_ids,
                ("login", "create_date", "login_date", "active", "lang"),
                self.env._("Logins"),
            ),
            self._off_tell(
                "bank_accounts",
                everybody.bank_ids.filtered(
                    # An operator sees those of none and its own ones.
                    lambda one: own or one.company_id <= companies
                ),
                ("acc_number", "create_date"),
                self.env._("Bank accounts"),
            ),
            self._off_tell_model(
                "sale.order", [*named, *in_companies], "orders", ORDER
            ),
            self._off_tell_model(
                "sale.order.line",
                [("order_id.partner_id", "in", everybody.ids), *in_companies],
                "order_lines",
                ORDER_LINE,
            ),
            self._off_tell_model(
                "account.move",
                [
                    *named,
                    *in_companies,
                    ("state", "=", "posted"),
                    ("move_type", "!=", "entry"),
                ],
                "invoices",
                INVOICE,
            ),
            self._off_tell_model(
                "account.payment", [*named, *in_companies], "payments"
            ),
            *self._off_tell_others(named, companies, own),
            self._off_tell_messages(everybody, companies),
        ]

    def _off_tell_others(self, named, companies, own):
        """Models of the project that name the person, this add-on's among them.

        :param own: whether it asks itself, with whichever login of its household
        """
        sections = []
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if (
                not name.startswith("off.")
                or Model._abstract
                or Model._transient
                or "partner_id" not in Model._fields
                or not Model._fields["partner_id"].store
                or Model._fields["partner_id"].comodel_name != "res.partner"
            ):
                continue
            domain = list(named)
            owner = Model._fields.get("company_id")
            if owner and owner.store:
                domain.append(("company_id", "in", (*companies.ids, False)))
            elif not own:
                # Of no operator: what somebody likes is told to no hub.
                continue
            code = name.removeprefix("off.").replace(".", "_")
            sections.append(self._off_tell_model(name, domain, code))
        return sections

    def _off_tell_model(self, name, domain, code, names=()):
        Model = self.env[name].sudo().with_context(active_test=False)
        records = Model.search(domain, order="id")
        return self._off_tell(
            code, records, names, self.env["ir.model"]._get(name).name
        )

    def _off_tell(self, code, records, names, title):
        """
        :param names: fields to tell; all that are stored and tell something where empty
        """
        names = names or self._off_get_told_fields(records)
        known = [name for name in names if name in records._fields]
        labels = {
            name: records._fields[name].get_description(self.env, ["string"])["string"]
            for name in known
        }
        rows = []
        for record in records.sudo():
            row = {}
            for name in known:
                value = self._off_tell_value(record, name)
                if value not in (None, ""):
                    row[labels[name]] = value
            rows.append(row)
        return {"code": code, "title": title, "rows": rows}

    def _off_get_told_fields(self, records):
        """Stored values, and what of ours they refer to: no names of other people."""
        return [
            name
            for name, field in records._fields.items()
            if field.store
            and name not in ("id", "write_date")
            and not any(word in name for word in HIDDEN)
            and (
                field.type in SCALARS
                or field.type == "many2one"
                and field.comodel_name
                not in ("res.partner", "res.users", "res.currency", "mail.message")
            )
        ]

    def _off_tell_value(self, record, name):
        field, value = record._fields[name], record[name]
        if field.type == "boolean":
            return value
        if not value and field.type not in ("integer", "float", "monetary"):
            return None
        if not value and name in PLACE:
            return None
        if field.type == "many2one":
            return value.display_name
        if field.type == "date":
            return field.to_string(value)
        if field.type == "datetime":
            return self._off_tell_moment(value)
        if field.type == "html":
            return html2plaintext(value, include_references=False)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return value

    @api.model
    def _off_tell_moment(self, moment):
        """By the reader's clock, with its distance from UTC."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self, moment)
        return local.isoformat(" ", "minutes")

    def _off_tell_messages(self, everybody, companies):
        """What was written to the person or by it, and on its contact."""
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("message_type", "!=", "user_notification"),
                    "|",
                    "|",
                    ("partner_ids", "in", everybody.ids),
                    ("author_id", "in", everybody.ids),
                    "&",
                    ("model", "=", "res.partner"),
                    ("res_id", "in", everybody.ids),
                ],
                order="id",
            )
        )
        if companies != self._off_get_privacy_operators():
            # An operator reads what was written with it, not with another.
            messages = messages.filtered(
                lambda one: (
                    one.record_company_id in companies
                    or one.author_id in companies.partner_id
                    or one.author_id.user_ids.filtered(
                        lambda user: not user.share and user.company_id in companies
                    )
                )
            )
        labels = [self.env._("Date"), self.env._("Subject"), self.env._("Text")]
        return {
            "code": "messages",
            "title": self.env._("Messages"),
            "rows": [
                dict(
                    zip(
                        labels,
                        (
                            self._off_tell_moment(one.date),
                            one.subject or one.record_name or "",
                            html2plaintext(one.body or "", include_references=False),
                        ),
                        strict=True,
                    )
                )
                for one in messages
            ],
        }
