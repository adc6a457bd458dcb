from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    off_exchange_id = fields.Many2one(
        "off.exchange",
        string="Supplied by",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    off_closing_number = fields.Integer(
        "Closing",
        readonly=True,
        copy=False,
        help="With which closing of its cycle this order came to what it is.",
    )
    off_cycle_id = fields.Many2one(
        related="off_exchange_id.cycle_id",
        string="Order cycle",
        store=True,
        index="btree_not_null",
    )

    def _off_get_bought(self):
        """Hook: those of these orders whose goods are bought of their producer."""
        return self

    def _add_supplier_to_product(self):
        # Prices of a cycle are its own: written as supplier prices on products that
        # operators share, they would show one operator's terms to the others.
        if self.off_cycle_id:
            return None
        return super()._add_supplier_to_product()

    def _prepare_picking(self):
        vals = super()._prepare_picking()
        vals["off_cycle_id"] = self.off_cycle_id.id
        return vals
