from odoo import api, fields, models, tools


class OffMonth(models.Model):
    """A month of the year, to say when a product is in season."""

    _name = "off.month"
    _description = "Month"
    _order = "number"

    name = fields.Char(required=True, translate=True)
    number = fields.Integer(required=True, help="1 for January to 12 for December.")

    _number_uniq = models.UniqueIndex("(number)", "This month exists.")
    _number_of_a_month = models.Constraint(
        "CHECK (number BETWEEN 1 AND 12)", "A month has a number from 1 to 12."
    )

    @api.model
    @tools.ormcache(cache="stable")
    def _get_numbers(self):
        """``{id: number}`` of all months: a list of products asks for them by the
        hundred, without a query."""
        return {month.id: month.number for month in self.sudo().search([])}

    @api.model_create_multi
    def create(self, vals_list):
        months = super().create(vals_list)
        self.env.registry.clear_cache("stable")
        return months

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache("stable")
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache("stable")
        return result
