from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    off_is_oss = fields.Boolean(
        "One-stop shop (OSS)",
        readonly=True,
        copy=False,
        help="Consumers of other countries of the Union are charged the VAT of their "
        "country, which is declared at home. Due above 10,000 € a year to all of them "
        "together (directive 2006/112/EC, article 59c), by choice below.",
    )

    def _off_is_spanish(self):
        self.ensure_one()
        return (self.sudo().chart_template or "").startswith("es_")

    def _off_get_oss_positions(self):
        """Fiscal positions of consumers in one other country of the Union."""
        self.ensure_one()
        union = self.env.ref("base.europe").country_ids
        positions = self.env["account.fiscal.position"].sudo()
        return positions.with_context(active_test=False).search(
            [
                ("company_id", "=", self.id),
                ("country_id", "in", union.ids),
                ("country_id", "!=", self.account_fiscal_country_id.id),
                ("vat_required", "=", False),
                ("foreign_vat", "=", False),
            ]
        )

    def action_off_join_oss(self):
        """From now on consumers elsewhere in the Union are charged their own VAT."""
        for company in self:
            company._off_check_may_change_oss()
            books = company.sudo().with_company(company)
            # Those of before first: Odoo would make others beside archived ones.
            books._off_get_oss_positions().active = True
            books._map_eu_taxes()
            books.off_is_oss = True
        return True

    def action_off_leave_oss(self):
        """From now on they are charged the VAT of the operator."""
        for company in self:
            company._off_check_may_change_oss()
            books = company.sudo().with_company(company)
            books._off_get_oss_positions().active = False
            books.off_is_oss = False
        return True

    def _off_check_may_change_oss(self):
        if not self.env.su and (
            self not in self.env.companies
            or not self.env.user.has_group("account.group_account_manager")
        ):
            raise AccessError(
                self.env._(
                    "Only an accounting administrator of %s changes its one-stop shop.",
                    self.sudo().name,
                )
            )
        books = self.sudo()
        union = self.env.ref("base.europe").country_ids
        if books.account_fiscal_country_id not in union or not books.chart_template:
            raise UserError(
                self.env._(
                    "%s needs a country of the Union and a chart of accounts: set it "
                    "up as operator first.",
                    books.name,
                )
            )
