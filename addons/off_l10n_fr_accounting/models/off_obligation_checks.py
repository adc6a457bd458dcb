from odoo import fields, models
from odoo.fields import Domain

OSS_THRESHOLD = 10000.0


class OffObligation(models.Model):
    """Checks of obligations: each takes the operator, with all rights, and tells
    whether it is concerned and what is missing."""

    _inherit = "off.obligation"

    def _off_is_outside_vat(self, company):
        """An association whose sales are exempt (CGI, art. 261) issues no invoice that
        the reform is about; one that is exempt as a small one does."""
        mention = company.off_vat_mention or ""
        return company.off_vat_exempt and "261" in mention

    def _off_has_platform(self, company):
        """Hook: whether this tool exchanges with an approved platform of the operator.
        That files are carried by hand does not show that there is one."""
        return False

    def _check_platform(self, company):
        if self._off_is_outside_vat(company):
            return False, []
        missing = []
        if not self._off_get_siren(company.partner_id):
            missing.append(
                self.env._("The SIREN or SIRET of %s is not known.", company.name)
            )
        if not self._off_has_platform(company):
            missing.append(
                self.env._("No approved platform is connected; note the one you use.")
            )
        return True, missing

    def _check_issuing(self, company):
        return self._check_platform(company)

    def _check_reporting(self, company):
        return self._check_issuing(company)

    def _off_get_siren(self, partner):
        return partner.commercial_partner_id._off_get_siren()

    def _check_mentions(self, company):
        """Invoices of the last twelve months to enterprises without SIREN."""
        if self._off_is_outside_vat(company):
            return False, []
        today = fields.Date.context_today(self)
        country = "commercial_partner_id.country_id"
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("invoice_date", ">", fields.Date.subtract(today, years=1)),
                ("commercial_partner_id.is_company", "=", True),
            ]
        ) & (Domain(country, "=", False) | Domain(f"{country}.code", "=", "FR"))
        moves = self.env["account.move"].sudo()
        customers = moves._read_group(domain, ["commercial_partner_id"])
        lacking = [
            partner.name for (partner,) in customers if not partner._off_get_siren()
        ]
        if not lacking:
            return True, []
        return True, [
            self.env._(
                "Enterprises without SIREN among the customers: %(count)s (%(names)s)",
                count=len(lacking),
                names=", ".join(sorted(lacking)[:5]),
            )
        ]

    def _check_fec(self, company):
        if self._off_get_siren(company.partner_id):
            return True, []
        return True, [
            self.env._(
                "The SIREN of %s is not known: the name of the file needs it.",
                company.name,
            )
        ]

    def _check_hash(self, company):
        """Who is liable to VAT and takes payments of consumers."""
        if company.off_vat_exempt:
            return False, []
        journals = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("type", "=", "sale"),
                    ("restrict_mode_hash_table", "=", False),
                ]
            )
        )
        return True, [
            self.env._("Journal %s is not secured with a hash.", journal.name)
            for journal in journals
        ] + [
            self.env._(
                "The attestation of who runs this tool, or the certificate of an "
                "accredited body, is not noted here."
            )
        ]

    def _check_cibs(self, company):
        if not company.off_vat_exempt:
            return False, []
        if "CGI" in (company.off_vat_mention or ""):
            return True, [
                self.env._(
                    "Invoices say “%s”: name the article of the CIBS.",
                    company.off_vat_mention,
                )
            ]
        return True, []

    def _check_chorus(self, company):
        """Whether the operator can send there is its own to note."""
        return True, [self.env._("The access to Chorus Pro is not noted here.")]

    def _check_canteens(self, company):
        """Who buys for collective catering; whether it kept the shares is noted."""
        roles = company.partner_id.off_role_ids.mapped("code")
        missing = self.env._(
            "The yearly purchases are not noted as told to ma-cantine."
        )
        return "collective_buyer" in roles, [missing]

    def _check_oss(self, company):
        """Sales to consumers of other countries of the Union, this year or the one
        before."""
        union = self.env.ref("base.europe").country_ids
        year = fields.Date.context_today(self).year
        sums = []
        for one in (year, year - 1):
            domain = Domain(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("invoice_date", ">=", f"{one}-01-01"),
                    ("invoice_date", "<=", f"{one}-12-31"),
                    ("partner_shipping_id.country_id", "in", union.ids),
                    (
                        "partner_shipping_id.country_id",
                        "!=",
                        company.account_fiscal_country_id.id,
                    ),
                    ("commercial_partner_id.is_company", "=", False),
                ]
            )
            [(total,)] = (
                self.env["account.move"]
                .sudo()
                ._read_group(domain, aggregates=["amount_untaxed_signed:sum"])
            )
            sums.append(total or 0.0)
        if max(sums) <= OSS_THRESHOLD:
            return bool(max(sums)), []
        return True, [
            self.env._(
                "%(amount)s were sold to consumers of other countries of the Union: "
                "their VAT is due, by the one-stop shop or in each country.",
                amount=company.currency_id.format(max(sums)),
            )
        ]
