from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr, format_amount
from odoo.tools.misc import formatLang

from ..engine.charges import Terms
from ..engine.fees import CALCULATORS, selection

DIGITS = 4
# What no fee costs: the other parameters are amounts.
NUMBERS = ("percent", "maximum")
TYPES = [
    ("admin", "Administration"),
    ("packing", "Packing"),
    ("transport", "Transport"),
    ("sales", "Sales"),
    ("fundraising", "Fundraising"),
]


class OffFeeMixin(models.AbstractModel):
    """How a fee is computed and taxed: the calculators of rule 15 and what each needs.

    Amounts include taxes, as prices do.
    """

    _name = "off.fee.mixin"
    _description = "Calculation of a Fee"

    name = fields.Char(
        required=True, translate=True, help="As customers read it on their order."
    )
    fee_type = fields.Selection(TYPES, "Type", required=True, default="admin")
    calculator = fields.Selection(
        selection=selection(), required=True, default="percent_per_item"
    )
    percent = fields.Float(digits=(16, DIGITS), min_display_digits=0)
    amount = fields.Float(digits=(16, DIGITS), min_display_digits=2)
    first = fields.Float("First unit", digits=(16, DIGITS), min_display_digits=2)
    additional = fields.Float(
        "Each further unit", digits=(16, DIGITS), min_display_digits=2
    )
    maximum = fields.Float("At most … units", digits=(16, DIGITS), min_display_digits=0)
    minimum = fields.Float(
        "Below a total of", digits=(16, DIGITS), min_display_digits=2
    )
    normal = fields.Float("Normal amount", digits=(16, DIGITS), min_display_digits=2)
    discounted = fields.Float(
        "Amount from there on", digits=(16, DIGITS), min_display_digits=2
    )
    tax_rule = fields.Selection(
        [
            ("inherit", "Taxed as the products"),
            ("own", "Taxed by its own category"),
            ("none", "No tax"),
        ],
        "Tax",
        required=True,
        default="inherit",
        help="A fee that comes with goods is usually taxed as they are. One that is "
        "charged once per order has a tax of its own.",
    )
    tax_category_id = fields.Many2one("off.tax.category", ondelete="restrict")
    is_by_line = fields.Boolean(compute="_compute_is_by_line")
    summary = fields.Char("Calculation", compute="_compute_summary")

    _own_tax = models.Constraint(
        "CHECK (tax_rule != 'own' OR tax_category_id IS NOT NULL)",
        "Choose the tax category of a fee that is taxed by its own.",
    )

    @api.depends("calculator")
    def _compute_is_by_line(self):
        for fee in self:
            fee.is_by_line = (
                bool(fee.calculator) and CALCULATORS[fee.calculator].by_line
            )

    @api.onchange("calculator")
    def _onchange_calculator(self):
        if not self.is_by_line and self.tax_rule == "inherit":
            self.tax_rule = "own"

    @api.constrains("calculator", "tax_rule")
    def _check_tax_rule(self):
        """A fee of the whole order belongs to no product (rule 17)."""
        for fee in self:
            if fee.tax_rule == "inherit" and not fee.is_by_line:
                raise ValidationError(
                    self.env._(
                        "%(fee)s is charged once per order and cannot be taxed as the "
                        "products: choose a tax category of its own, or no tax.",
                        fee=fee.name,
                    )
                )

    @api.constrains("calculator", "percent", "maximum")
    def _check_parameters(self):
        for fee in self:
            if fee.calculator in ("percent_per_item", "percent_of_total") and not (
                -100 <= fee.percent <= 1000
            ):
                raise ValidationError(
                    self.env._(
                        "%(fee)s: %(percent)s %% is out of bounds. Write a number from "
                        "-100 to 1000.",
                        fee=fee.name,
                        percent=fee.percent,
                    )
                )
            if fee.calculator == "flexible_rate" and fee.maximum < 0:
                raise ValidationError(
                    self.env._("%s: the number of units cannot be negative.", fee.name)
                )

    @api.depends(
        "calculator",
        "percent",
        "amount",
        "first",
        "additional",
        "maximum",
        "minimum",
        "normal",
        "discounted",
    )
    def _compute_summary(self):
        for fee in self:
            fee.summary = fee._get_summary()

    def _get_summary(self):
        """The calculation in a few words, as a list of fees tells it."""
        self.ensure_one()
        number = {name: self._tell(name) for name in self._get_parameter_names()}
        match self.calculator:
            case "percent_per_item":
                return self.env._("%(percent)s %% of each unit", **number)
            case "percent_of_total":
                return self.env._("%(percent)s %% of the order", **number)
            case "flat_per_order":
                return self.env._("%(amount)s per order", **number)
            case "flat_per_item":
                return self.env._("%(amount)s per unit", **number)
            case "flexible_rate":
                return self.env._(
                    "%(first)s for the first unit, %(additional)s for each further one "
                    "up to %(maximum)s units",
                    **number,
                )
            case "price_sack":
                return self.env._(
                    "%(normal)s below %(minimum)s, then %(discounted)s", **number
                )
            case "per_weight":
                return self.env._("%(amount)s per kg", **number)
        return ""

    def _tell(self, name):
        """A parameter as customers write it: “0,50 €”, “7,5”."""
        if name not in NUMBERS:
            company = "company_id" in self._fields and self.sudo().company_id
            # A fee of the coordinator is told to whoever sells in its cycle, of another
            # operator too.
            currency = (company or self.env.company).sudo().currency_id
            return format_amount(self.env, self[name], currency)
        text = formatLang(self.env, self[name], digits=DIGITS)
        point = self.env["res.lang"]._get_data(code=self.env.lang).decimal_point or "."
        return text.rstrip("0").rstrip(point) if point in text else text

    def _get_parameter_names(self):
        return CALCULATORS[self.calculator].parameters if self.calculator else ()

    def _get_terms(self):
        """What is needed to compute this fee at any time, whatever becomes of it.

        :return: dict of plain values, as JSON keeps them
        """
        self.ensure_one()
        return {
            "calculator": self.calculator,
            "inherits": self.tax_rule == "inherit",
            "parameters": {
                name: float_repr(self[name], DIGITS)
                for name in self._get_parameter_names()
            },
        }


def read_terms(key, values):
    """
    :param values: what ``_get_terms`` returned
    :return: ``engine.charges.Terms``
    """
    return Terms(
        key,
        values["calculator"],
        {name: Decimal(text) for name, text in values["parameters"].items()},
        values["inherits"],
    )
