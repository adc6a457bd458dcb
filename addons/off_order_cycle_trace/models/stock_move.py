from odoo import fields, models
from odoo.exceptions import UserError


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Whatever became of a lot is read by it.
    lot_id = fields.Many2one(index="btree_not_null")

    def _action_done(self):
        """Extends: what is recalled goes to nobody."""
        refused = self.filtered(
            lambda line: (
                line.lot_id.off_is_recalled
                and line.location_id.usage == "internal"
                and (
                    line.location_dest_id.usage == "customer"
                    or line.location_dest_id.usage == "transit"
                    and not line.location_dest_id.company_id
                )
            )
        )
        if refused:
            refused.lot_id._off_refuse_recalled()
        return super()._action_done()


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _off_refuse_recalled(self):
        raise UserError(
            self.env._(
                "These lots are recalled and not handed over: %s. Scrap them or send "
                "them back to their producer; shares of them are withdrawn in the "
                "recall.",
                ", ".join(f"{lot.product_id.display_name} {lot.name}" for lot in self),
            )
        )
