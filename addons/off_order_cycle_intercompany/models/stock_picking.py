from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    off_supply_company_id = fields.Many2one(
        "res.company",
        string="Other operator",
        readonly=True,
        help="Goods of a cycle come from, or go to, this operator.",
    )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _should_assign_at_confirm(self):
        # Its lines follow from what was shared out, lot by lot.
        return (
            not self.picking_id.off_supply_company_id
            and super()._should_assign_at_confirm()
        )
