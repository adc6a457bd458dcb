from odoo import fields, models


class SaleOrder(models.Model):
    """The crate into which an order is packed."""

    _inherit = "sale.order"

    off_crate = fields.Integer(
        "Crate",
        readonly=True,
        copy=False,
        help="Its number at the pickup: given when labels or sheets are first printed, "
        "and kept from then on.",
    )
    off_parcels = fields.Integer(
        "Parcels",
        copy=False,
        help="How many labels it gets. 0: one for each temperature at which its goods "
        "are kept.",
    )

    _off_crate_uniq = models.UniqueIndex(
        "(off_slot_id, off_crate) WHERE off_crate > 0",
        "Another order of this pickup has the same crate.",
    )
    _off_parcels_range = models.Constraint(
        "CHECK (off_parcels BETWEEN 0 AND 99)",
        "Write how many parcels an order takes: from 0 to 99.",
    )

    def write(self, vals):
        if "off_slot_id" in vals:
            # Where it goes now it gets another number.
            moved = self.filtered(
                lambda order: (
                    order.off_crate and order.off_slot_id.id != vals["off_slot_id"]
                )
            )
            moved._off_set_crates({order: 0 for order in moved})
        return super().write(vals)

    def _off_get_crate(self):
        """Extends off_order_cycle: none before labels or sheets are printed."""
        return str(self.off_crate or "")

    def _off_set_crates(self, numbers):
        """:param numbers: ``{order: number of its crate}``"""
        if not numbers:
            return
        self.env.flush_all()
        self.env.cr.execute_values(
            "UPDATE sale_order SET off_crate = given.crate"
            " FROM (VALUES %s) AS given (id, crate) WHERE sale_order.id = given.id",
            [(order.id, number) for order, number in numbers.items()],
        )
        self.env["sale.order"].invalidate_model(["off_crate"])
