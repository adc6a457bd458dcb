from odoo import api, fields, models

LATEST = fields.Datetime.to_datetime("9999-12-31 00:00:00")


class StockQuant(models.Model):
    """What expires first leaves first."""

    _inherit = "stock.quant"

    def _off_get_removal_key(self, strategy):
        """Extends: goods without a date leave last."""
        if strategy == "fefo":
            return lambda quant: (
                quant.removal_date or LATEST,
                quant.in_date,
                quant.id,
            )
        return super()._off_get_removal_key(strategy)


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._off_set_removal()
        return warehouses

    def _off_set_removal(self):
        """What expires first leaves first, unless somebody decided otherwise: without
        dates that is first in, first out, which Odoo takes by default."""
        fefo = self.env.ref("product_expiry.removal_fefo")
        undecided = self.lot_stock_id.filtered(lambda one: not one.removal_strategy_id)
        undecided.removal_strategy_id = fefo

    def _off_get_fit_domain(self, products):
        """Extends: what has to be taken out of the stock by then is not sold, unless
        somebody accepted it past its date."""
        moment = self.env.context.get("off_fit_at") or fields.Datetime.now()
        return [
            *super()._off_get_fit_domain(products),
            "|",
            "|",
            ("removal_date", "=", False),
            ("removal_date", ">", moment),
            ("lot_id.off_past_accepted", "=", True),
        ]
