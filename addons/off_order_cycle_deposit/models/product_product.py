from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductProduct(models.Model):
    """Goods that come in returnable containers (rule 25)."""

    _inherit = "product.product"

    off_container_id = fields.Many2one(
        "product.product",
        string="Returnable container",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('off_deposit', '>', 0)]",
        help="In which it comes. Who orders it pays the deposit of the container, and "
        "gets it back with the container.",
    )
    off_container_qty = fields.Integer(
        "Containers of a unit", default=1, help="Six bottles of one pack of six."
    )

    _off_container_qty_positive = models.Constraint(
        "CHECK (off_container_id IS NULL OR off_container_qty > 0)",
        "Say how many containers come with one unit: 1 or more.",
    )

    @api.constrains("off_container_id", "company_id")
    def _check_off_container(self):
        for product in self.sudo().filtered("off_container_id"):
            container = product.off_container_id
            if container.off_container_id or container == product:
                raise ValidationError(
                    self.env._(
                        "%s is a container itself and comes in none.",
                        container.display_name,
                    )
                )
            if container.company_id and container.company_id != product.company_id:
                raise ValidationError(
                    self.env._(
                        "%(container)s is of one operator, %(product)s is sold by "
                        "several: empty the company of the container.",
                        container=container.display_name,
                        product=product.display_name,
                    )
                )

    def _off_get_deposit(self):
        """The containers of one unit of these goods, as they are now.

        :return: (container, how many, deposit of one, to be rounded); an empty one for
            none
        """
        self.ensure_one()
        container = self.sudo().off_container_id
        if not container.off_deposit:
            return container.browse(), 0, 0.0
        return container, self.off_container_qty, container.off_deposit
