from odoo import api, fields, models
from odoo.exceptions import UserError

NATURES = [
    ("goods", "Delivery of goods"),
    ("services", "Supply of services"),
    ("mixed", "Goods and services"),
]


class AccountMove(models.Model):
    """What the e-invoicing reform wants on an invoice to an enterprise (decree
    2022-1299 of 7 October 2022): SIREN of the customer, address of delivery where it is
    another one, nature of the operation, option for VAT on debits.

    Before the operator has to issue electronic invoices, what is missing is told; from
    that day on the invoice is refused.
    """

    _inherit = "account.move"

    off_operation_nature = fields.Selection(
        NATURES,
        string="Nature of the operation",
        compute="_compute_off_operation_nature",
    )
    off_is_vat_on_debits = fields.Boolean(compute="_compute_off_operation_nature")
    off_missing_mentions = fields.Text(compute="_compute_off_missing_mentions")

    @api.depends("invoice_line_ids.product_id", "invoice_line_ids.tax_ids")
    def _compute_off_operation_nature(self):
        for move in self:
            lines = move.invoice_line_ids.filtered(
                lambda line: line.display_type == "product"
            )
            natures = {nature for line in lines if (nature := line._off_get_nature())}
            move.off_operation_nature = (
                "mixed" if len(natures) > 1 else next(iter(natures), False)
            )
            services = lines.filtered(lambda line: line._off_get_nature() == "services")
            move.off_is_vat_on_debits = "on_invoice" in services.tax_ids.filtered(
                "amount"
            ).mapped("tax_exigibility")

    def _off_is_for_enterprise(self):
        """Whether it is an invoice of a French operator to an enterprise of France."""
        self.ensure_one()
        customer = self.commercial_partner_id
        return bool(
            self.move_type in ("out_invoice", "out_refund")
            and self.company_id.account_fiscal_country_id.code == "FR"
            and customer
            and (customer.is_company or customer.company_registry or customer.vat)
            and customer.country_id.code in (False, "FR")
        )

    @api.depends(
        "commercial_partner_id.company_registry",
        "commercial_partner_id.vat",
        "partner_shipping_id.zip",
        "off_operation_nature",
    )
    def _compute_off_missing_mentions(self):
        for move in self:
            move.off_missing_mentions = "\n".join(move._off_get_missing_mentions())

    def _off_get_missing_mentions(self):
        """:return: sentences: what is missing, where to write it"""
        self.ensure_one()
        if not self._off_is_for_enterprise():
            return []
        missing = []
        customer = self.commercial_partner_id.sudo()
        if not customer._off_get_siren():
            missing.append(
                self.env._(
                    "SIREN or SIRET of the customer: on the contact %s, “Company ID”.",
                    customer.display_name,
                )
            )
        own = self.company_id.sudo().partner_id
        if not own._off_get_siren():
            missing.append(
                self.env._(
                    "SIREN or SIRET of the operator: on the company %s, “Company ID”.",
                    own.display_name,
                )
            )
        if not self.off_operation_nature:
            missing.append(
                self.env._(
                    "Nature of the operation: give each line a product, goods or "
                    "service."
                )
            )
        shipping = self.partner_shipping_id.sudo()
        if (
            shipping
            and shipping != self.partner_id
            and self.off_operation_nature != "services"
            and not (shipping.zip and shipping.city)
        ):
            missing.append(
                self.env._(
                    "Address of the delivery: street, postcode and town of the contact "
                    "%s.",
                    shipping.display_name,
                )
            )
        return missing

    def _post(self, soft=True):
        """Extends account."""
        lacking = {
            move: missing
            for move in self
            if move._off_is_for_enterprise()
            and (missing := move._off_get_missing_mentions())
        }
        if lacking:
            self._off_refuse_without_mentions(lacking)
        posted = super()._post(soft)
        for move, missing in lacking.items():
            if move in posted:
                move._off_warn_of_mentions(missing)
        return posted

    def _off_refuse_without_mentions(self, lacking):
        """:raise UserError: where the operator has to issue electronic invoices by
        the day of the invoice"""
        Obligation = self.env["off.obligation"]
        starts = {
            company: Obligation._get_date("mentions", company)
            for company in {move.company_id for move in lacking}
        }
        refused = []
        for move, missing in lacking.items():
            start = starts[move.company_id]
            day = move.invoice_date or fields.Date.context_today(move)
            if start and day >= start:
                refused.append(
                    self.env._(
                        "Invoice to %s lacks:", move.commercial_partner_id.display_name
                    )
                )
                refused += [f"- {one}" for one in missing]
        if refused:
            refused.append(
                self.env._(
                    "The e-invoicing reform wants these on invoices to enterprises: "
                    "complete them, then confirm again."
                )
            )
            raise UserError("\n".join(refused))

    def _off_warn_of_mentions(self, missing):
        """Who invoiced is to complete the customer, for the next time."""
        self.ensure_one()
        user = self.invoice_user_id or self.env.user
        if not user.active or user.share:
            return
        self.sudo().activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Mentions of the e-invoicing reform are missing"),
            note="<br/>".join(missing),
            user_id=user.id,
        )

    def _off_get_vat_mention(self):
        """Why an invoice of an operator that is not liable has no VAT."""
        self.ensure_one()
        company = self.company_id.sudo()
        if company.off_vat_exempt and self.move_type in ("out_invoice", "out_refund"):
            return company.off_vat_mention
        return False

    def _off_get_printed_siren(self):
        """The customer's, unless Odoo prints it as it is."""
        self.ensure_one()
        if not self._off_is_for_enterprise():
            return False
        return self.commercial_partner_id.sudo()._off_get_siren()

    def _off_prints_nature(self):
        """Odoo prints the nature where taxes tell it."""
        self.ensure_one()
        scopes = set(self.invoice_line_ids.tax_ids.mapped("tax_scope"))
        return bool(
            self.off_operation_nature
            and self._off_is_for_enterprise()
            and not scopes & {"service", "consu"}
        )

    def _off_prints_delivery(self):
        """Odoo prints it for who may see addresses of delivery."""
        self.ensure_one()
        return bool(
            self._off_is_for_enterprise()
            and self.partner_shipping_id
            and self.partner_shipping_id != self.partner_id
            and not self.env.user.has_group("account.group_delivery_invoice_address")
        )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_get_nature(self):
        """“goods” or “services”, by the product or, without, by the taxes."""
        self.ensure_one()
        if self.product_id:
            return "services" if self.product_id.type == "service" else "goods"
        scopes = set(self.tax_ids.mapped("tax_scope")) - {False}
        if scopes == {"service"}:
            return "services"
        return "goods" if scopes == {"consu"} else False
