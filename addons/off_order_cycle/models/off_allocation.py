from odoo import api, fields, models
from odoo.tools import SQL


class OffAllocation(models.Model):
    """What an order line was given: the one source of delivered quantities, lots and
    cost.

    Goods leave in one transfer per pickup point, so a stock move serves many orders
    and none in particular. A customer's return is a negative allocation.
    """

    _name = "off.allocation"
    _description = "Allocation"
    _inherit = ["off.kept.mixin"]
    _order = "cycle_id, sale_line_id, id"

    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order line",
        required=True,
        ondelete="restrict",
        index=True,
    )
    order_id = fields.Many2one(
        related="sale_line_id.order_id", store=True, precompute=True, index=True
    )
    cycle_id = fields.Many2one(
        related="order_id.off_cycle_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    product_id = fields.Many2one(
        related="sale_line_id.product_id", store=True, precompute=True, index=True
    )
    lot_id = fields.Many2one("stock.lot", ondelete="restrict", index="btree_not_null")
    quantity = fields.Float(
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        help="In the product's unit of measure.",
    )
    move_line_id = fields.Many2one(
        "stock.move.line",
        string="Transfer line",
        ondelete="restrict",
        index="btree_not_null",
        help="The line of the outgoing transfer in which the goods left.",
    )
    date_delivered = fields.Datetime(
        compute="_compute_date_delivered",
        store=True,
        help="Set once the transfer is done.",
    )

    @api.depends("move_line_id.state", "move_line_id.date")
    def _compute_date_delivered(self):
        for allocation in self:
            line = allocation.move_line_id
            allocation.date_delivered = line.date if line.state == "done" else False

    def _off_get_kept_back(self):
        """Hook: those of which the goods are given to nobody.

        :return: off.allocation
        """
        return self.browse()

    @api.model
    def _tie(self, lines):
        """Say of many allocations in which line of a transfer their goods left.

        A write for each line of a transfer would take as long as moving the goods.

        :param lines: ``{off.allocation: stock.move.line}``
        """
        allocations = self.browse([one.id for one in lines])
        allocations.check_access("write")
        allocations._check_may_share({"move_line_id"})
        allocations.flush_recordset(["move_line_id"])
        self.env.execute_query(
            SQL(
                """
                UPDATE off_allocation SET move_line_id = tied.line_id, write_uid = %s,
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM unnest(%s::int[], %s::int[]) AS tied (id, line_id)
                 WHERE off_allocation.id = tied.id RETURNING off_allocation.id
                """,
                self.env.uid,
                allocations.ids,
                [line.id for line in lines.values()],
            )
        )
        allocations.invalidate_recordset(["move_line_id"])
        allocations.modified(["move_line_id"])
