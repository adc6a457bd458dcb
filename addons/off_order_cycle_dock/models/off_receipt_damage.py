from odoo import api, fields, models
from odoo.exceptions import UserError


class OffReceiptDamage(models.Model):
    """Goods that came damaged and are not taken in: the claim on the producer.

    They never enter the stock. What is refused at the dock is not the operator's: a
    purchase line does not receive it, nobody is billed for it, no lot has to leave
    again.
    """

    _name = "off.receipt.damage"
    _description = "Damaged Goods of a Receipt"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "product_id"

    move_id = fields.Many2one(
        "stock.move", "Received as", required=True, index=True, ondelete="cascade"
    )
    picking_id = fields.Many2one(
        related="move_id.picking_id", string="Receipt", store=True, index=True
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="move_id.product_id", store=True)
    partner_id = fields.Many2one(
        related="move_id.picking_id.partner_id", string="Producer", store=True
    )
    uom_id = fields.Many2one(related="move_id.product_uom", string="Unit")
    quantity = fields.Float(digits="Product Unit", min_display_digits=1, required=True)
    lot_name = fields.Char("Lot", help="As printed on the goods that were refused.")
    note = fields.Text(help="What is wrong. The producer reads it.")
    key = fields.Char(
        required=True,
        readonly=True,
        help="Given by the phone: what is sent twice is kept once.",
    )
    photo_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Photos",
        domain=[("res_model", "=", "off.receipt.damage")],
    )
    date_told = fields.Datetime(
        "Told to the producer",
        readonly=True,
        help="When the goods were received and the producer was written to.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Say how many are damaged."
    )
    _key_unique = models.Constraint(
        "UNIQUE (move_id, key)", "This damage is noted already."
    )

    def write(self, vals):
        self._check_not_told()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        self._check_not_told()

    def _check_not_told(self):
        """What the producer was told stays as it was."""
        if told := self.filtered("date_told"):
            raise UserError(
                self.env._(
                    "%(producer)s was told of the damaged %(product)s: write to it "
                    "on the purchase order instead.",
                    producer=told[0].partner_id.name,
                    product=told[0].product_id.display_name,
                )
            )

    # -- what the phones send ------------------------------------------------------
    @api.model
    def _off_set(self, wanted):
        """Make the damages of these moves what was noted.

        :param wanted: ``{move: [{key, quantity, lot, note, photos}]}``, quantities as
            Decimal
        """
        moves = self.env["stock.move"].union(*wanted)
        open_ones = moves.off_damage_ids.filtered(lambda one: not one.date_told)
        known = {(one.move_id, one.key): one for one in open_ones}
        missing, photos = [], {}
        for move, damages in wanted.items():
            for damage in damages:
                key = move, damage["key"]
                photos[key] = damage["photos"]
                vals = self._prepare_vals(move, damage)
                if old := known.pop(key, None):
                    old.write(vals)
                else:
                    missing.append(vals)
        self.union(*known.values()).unlink()
        self.create(missing)
        kept = {(one.move_id, one.key): one for one in moves.off_damage_ids}
        self._set_photos({kept[key]: sent for key, sent in photos.items()})

    def _prepare_vals(self, move, damage):
        return {
            "move_id": move.id,
            "key": damage["key"],
            "quantity": float(damage["quantity"]),
            "lot_name": damage["lot"],
            "note": damage["note"],
        }
