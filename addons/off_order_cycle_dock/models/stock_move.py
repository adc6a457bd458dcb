from collections import defaultdict
from itertools import zip_longest

from odoo import fields, models

COUNT_FIELDS = ("lot_name", "expiration_date", "quantity", "off_weight", "picked")


class StockMove(models.Model):
    """What was counted at the dock: Odoo's own lines of the receipt, picked.

    So whoever opens the receipt in Odoo sees what was counted, and validates just that.
    """

    _inherit = "stock.move"

    off_count_version = fields.Integer(
        "Counts",
        readonly=True,
        copy=False,
        help="How many times it was counted. Who counts says which count was seen.",
    )
    off_counted_at = fields.Datetime("Counted at", readonly=True, copy=False)
    off_counted_by_id = fields.Many2one(
        "res.users", "Counted by", readonly=True, copy=False
    )
    off_damage_ids = fields.One2many(
        "off.receipt.damage",
        "move_id",
        "Damaged",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )

    def _off_get_counted(self):
        """:return: lines that somebody counted, none where nobody did"""
        # Not moves first: one move of many would be read alone.
        return self.move_line_ids.filtered(
            lambda line: line.picked and line.move_id.off_counted_at
        )

    def _off_set_counts(self, wanted):
        """Make the lines of these moves what was counted.

        :param wanted: ``{move: [values of a line]}``
        """
        # The state of the moves follows once, at the end.
        Line = self.env["stock.move.line"].with_context(preserve_state=True)
        missing, needless, changes = [], Line, defaultdict(lambda: Line)
        for move, lines in wanted.items():
            olds = move.move_line_ids.sorted("id")
            for old, vals in zip_longest(olds, lines or [move._off_get_nothing()]):
                if not vals:
                    needless |= old
                elif not old:
                    missing.append(move._off_prepare_line(vals))
                else:
                    for part in old._off_get_changes(vals):
                        changes[part] |= old
        needless.unlink()
        for part, lines in changes.items():
            lines.write(dict(part))
        Line.create(missing)
        moves = self.browse([move.id for move in wanted])
        moves._recompute_state()
        for move in wanted:
            move.off_count_version += 1
        moves.write(
            {
                "off_counted_at": fields.Datetime.now(),
                "off_counted_by_id": self.env.uid,
            }
        )

    def _off_get_nothing(self):
        """A line that says that nothing came."""
        return dict.fromkeys(COUNT_FIELDS, False) | {
            "quantity": 0.0,
            "off_weight": 0.0,
            "picked": True,
        }

    def _off_prepare_line(self, vals):
        return {
            **vals,
            "move_id": self.id,
            "picking_id": self.picking_id.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom.id,
            "location_id": self.location_id.id,
            "location_dest_id": self.location_dest_id.id,
        }

    def _off_forget_count(self):
        """Leave these as if nobody had counted them."""
        self.move_line_ids.unlink()
        self.write(
            {
                "picked": False,
                "off_counted_at": False,
                "off_counted_by_id": False,
            }
        )
