from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffCustomerGroup(models.Model):
    """Customers of a hub who see the same and pay the same: restaurants, members of the
    association, staff."""

    _name = "off.customer.group"
    _description = "Group of Customers"
    _inherit = ["off.hub.owned.mixin"]
    _order = "hub_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10,
        help="Who is in several groups pays the prices of the first one that has a "
        "price list.",
    )
    active = fields.Boolean(default=True)
    pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price list",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="What these customers pay, reckoned from the price of each offer, taxes "
        "included. Empty: the price of the offer.",
    )
    customer_ids = fields.Many2many("off.hub.customer", string="Customers")
    customer_count = fields.Integer(
        "Number of customers", compute="_compute_customer_count"
    )

    def _compute_customer_count(self):
        counts = dict(
            self.env["off.hub.customer"]._read_group(
                [("group_ids", "in", self.ids)], ["group_ids"], ["__count"]
            )
        )
        for group in self:
            group.customer_count = counts.get(group, 0)

    @api.constrains("pricelist_id", "hub_id")
    def _check_pricelist(self):
        for group in self:
            pricelist = group.pricelist_id.sudo()
            company = group.company_id
            if not pricelist:
                continue
            if pricelist.company_id != company:
                raise ValidationError(
                    self.env._(
                        "%(group)s: the price list %(list)s is not one of %(company)s. "
                        "Set the company of the price list, or choose another.",
                        group=group.name,
                        list=pricelist.name,
                        company=company.name,
                    )
                )
            if pricelist.currency_id != company.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(group)s: the price list %(list)s is in %(other)s, but "
                        "%(company)s sells in %(currency)s. Choose another.",
                        group=group.name,
                        list=pricelist.name,
                        other=pricelist.currency_id.name,
                        company=company.name,
                        currency=company.currency_id.name,
                    )
                )

    @api.constrains("hub_id", "customer_ids")
    def _check_customers(self):
        self.customer_ids._check_groups()
