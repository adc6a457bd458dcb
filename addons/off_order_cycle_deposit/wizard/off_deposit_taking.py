from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OffDepositTaking(models.TransientModel):
    """Somebody stands there with empty containers."""

    _name = "off.deposit.taking"
    _description = "Take Containers Back"

    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    line_ids = fields.One2many(
        "off.deposit.taking.line",
        "taking_id",
        string="Containers",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("partner_id", "company_id")
    def _compute_line_ids(self):
        for taking in self:
            out = {}
            if taking.partner_id:
                out = self.env["off.deposit.return"]._get_out(
                    taking.company_id, taking.partner_id
                )
            taking.line_ids = [
                Command.clear(),
                *(
                    Command.create({"product_id": container.id, "out_qty": number})
                    for container, number in out.items()
                ),
            ]

    def action_take_back(self):
        """Note what came back and open its credit note's customer again."""
        self.ensure_one()
        Return = self.env["off.deposit.return"]
        Return._check_manager()
        # The operator is the one that this was begun in, whatever was sent.
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._("%s is not among your operators.", self.company_id.name)
            )
        self.partner_id.check_access("read")
        Return._take_back(
            self.company_id,
            self.partner_id,
            {line.product_id: line.quantity for line in self.line_ids},
        )
        return {"type": "ir.actions.act_window_close"}


class OffDepositTakingLine(models.TransientModel):
    _name = "off.deposit.taking.line"
    _description = "Containers Taken Back"

    taking_id = fields.Many2one(
        "off.deposit.taking", required=True, ondelete="cascade", index=True
    )
    product_id = fields.Many2one("product.product", string="Container", required=True)
    out_qty = fields.Integer("Out", readonly=True)
    quantity = fields.Integer("Came back")
