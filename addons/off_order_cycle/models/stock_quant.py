from odoo import api, fields, models

from ..tools.transfer import get_transfer

KEYS = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class StockQuant(models.Model):
    """The stock that many moves take from and bring to, read and locked at once: Odoo
    asks for each of their lines anew, several times."""

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if transfer := get_transfer(self.env):
            transfer.quant_ids.update(quants.ids)  # nobody else sees them yet
        return quants

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Extends: what is held is not asked for again."""
        transfer = get_transfer(self.env)
        if transfer and limit == 1 and self[:1].id in transfer.quant_ids:
            return self[:1]
        return super().try_lock_for_update(
            allow_referencing=allow_referencing, limit=limit
        )

    @api.model
    def _off_hold(self, transfer, lines):
        """Lock what is there of the goods of these stock.move.line, and make what is
        not there yet, empty.

        What another transaction holds is left out, and taken as Odoo takes it.
        """
        Quant = self.sudo()
        cache = Quant._get_quants_by_products_locations(
            lines.product_id,
            lines.location_id | lines.location_dest_id,
            extra_domain=[
                "|",
                ("lot_id", "in", lines.lot_id.ids),
                ("lot_id", "=", False),
            ],
        )
        quants = Quant.browse().union(*cache.values())
        held = quants.try_lock_for_update(allow_referencing=True)
        # Each comes from a group of its own, and would be read alone.
        quants.fetch([*KEYS, "quantity", "reserved_quantity", "in_date"])
        missing = [key for key in lines._off_get_quant_keys() if key not in cache]
        now = fields.Datetime.now()
        # Odoo's own create makes them one by one.
        made = models.Model.create(
            Quant,
            [
                {
                    **dict(zip(KEYS, key, strict=True)),
                    "in_date": now,
                    "inventory_quantity_set": False,
                }
                for key in missing
            ],
        )
        transfer.quant_ids.update(held.ids + made.ids)

    def _off_get_removal_key(self, strategy):
        """By what the quants of a product are sorted, the first to leave first.

        :param strategy: what ``_get_removal_strategy`` returns
        :return: function of a quant
        """
        if strategy == "lifo":
            return lambda quant: (-quant.in_date.timestamp(), -quant.id)
        if strategy == "closest":
            return lambda quant: (quant.location_id.complete_name, -quant.id)
        return lambda quant: (quant.in_date, quant.id)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _off_get_quant_keys(self):
        """:return: the quants between which these lines move, as a dict of Odoo's keys
        without values: each once, in a fixed order"""
        return {
            (
                line.product_id.id,
                location.id,
                line.lot_id.id,
                package.id,
                owner.id,
            ): None
            for line in self
            if line.product_id.is_storable
            for owner in [line.owner_id]
            for location, package in (
                (line.location_id, line.package_id),
                (line.location_dest_id, line.result_package_id),
            )
        }
