from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class MisReportInstancePeriod(models.Model):
    _inherit = "mis.report.instance.period"

    off_is_fiscal_year = fields.Boolean(
        "Fiscal year of the operator",
        help="Years begin where those of the company do, not in January.",
    )

    @api.depends("off_is_fiscal_year", "report_instance_id.company_id")
    def _compute_dates(self):
        """Extends mis_builder, whose relative years are those of the calendar."""
        result = super()._compute_dates()
        for period in self.filtered("off_is_fiscal_year"):
            instance = period.report_instance_id
            company = instance.company_id or self.env.company
            day = instance.pivot_date + relativedelta(years=period.offset)
            dates = company.compute_fiscalyear_dates(day)
            period.update(dates | {"valid": True})
        return result
