from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class OffPickupSlot(models.Model):
    """When the orders of a cycle are collected at a pickup point."""

    _name = "off.pickup.slot"
    _description = "Pickup Slot"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _order = "date_start, point_id, id"

    exchange_id = fields.Many2one(
        "off.exchange",
        string="Outgoing exchange",
        required=True,
        ondelete="cascade",
        index=True,
    )
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    hub_id = fields.Many2one(related="exchange_id.hub_id")
    point_id = fields.Many2one(
        "off.pickup.point",
        string="Pickup point",
        required=True,
        ondelete="restrict",
        domain="[('hub_id', '=', hub_id)]",
    )
    date_start = fields.Datetime("From", required=True)
    date_end = fields.Datetime("To", required=True)

    on_demand = fields.Boolean(
        "No limit", default=True, help="As many orders as there are."
    )
    declared_qty = fields.Float(
        "Capacity", digits=(16, 0), help="Orders that can be collected in this slot."
    )
    reserved_qty = fields.Float("Orders", digits=(16, 0))
    available_qty = fields.Float("Places left", digits=(16, 0))
    is_full = fields.Boolean(compute="_compute_is_full")

    _capacity_positive = models.Constraint(
        "CHECK (declared_qty >= 0)", "The capacity of a pickup cannot be negative."
    )
    _dates = models.Constraint(
        "CHECK (date_end > date_start)", "Set an end of the pickup after its start."
    )

    @api.constrains("date_start", "exchange_id")
    def _check_after_closing(self):
        """Goods are ordered when the sale closes, and collected after that."""
        for cycle, slots in self.sudo().grouped("cycle_id").items():
            if cycle.state == "open":
                cycle._check_closes_in_time(cycle.date_close, slots)

    @api.depends("point_id.name", "date_start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for slot in self:
            when = format_datetime(
                self.env,
                slot.date_start,
                tz=self.env.context.get("tz"),
                dt_format="EEE d MMM HH:mm",
            )
            slot.display_name = f"{slot.point_id.name}, {when}"

    @api.depends("on_demand", "declared_qty", "reserved_qty")
    def _compute_is_full(self):
        for slot in self:
            slot.is_full = not slot.on_demand and slot.available_qty < 1

    @api.onchange("declared_qty")
    def _onchange_declared_qty(self):
        """Who writes a capacity means it."""
        if self.declared_qty:
            self.on_demand = False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_collected(self):
        """Told before the database refuses; carts and cancelled orders let go of it."""
        orders = self.env["sale.order"].sudo().search([("off_slot_id", "in", self.ids)])
        kept = orders.filtered(lambda one: one.state == "sale" or one.off_held_until)
        if kept:
            raise UserError(
                self.env._(
                    "Orders are collected at these pickups: %s. Move them to another "
                    "one first.",
                    ", ".join(kept.off_slot_id.mapped("display_name")),
                )
            )
        orders.off_slot_id = False

    def _take(self, quantities):
        """Take places, or give them back.

        :param quantities: ``{slot: number of orders}``
        :return: list of texts, one for each slot that is full
        """
        return [
            self.env._(
                "%(slot)s: this pickup is full, choose another", slot=slot.display_name
            )
            for slot in self._draw(quantities)
        ]
