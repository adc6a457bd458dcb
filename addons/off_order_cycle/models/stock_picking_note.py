from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class StockPicking(models.Model):
    """The transfer of one order, whose slip is the delivery note of its buyer."""

    _inherit = "stock.picking"

    off_order_id = fields.Many2one(
        "sale.order",
        string="Order of the cycle",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="The one order that it hands over. Empty where all orders of a pickup "
        "leave together.",
    )

    @api.depends("off_order_id")
    def _compute_sale_id(self):
        """Extends sale_stock: by it the buyer finds its delivery note on the order."""
        apart = self.filtered("off_order_id")
        for picking in apart:
            picking.sale_id = picking.off_order_id
        return super(StockPicking, self - apart)._compute_sale_id()

    def _off_get_slip_lines(self):
        """What the delivery note of an order tells: each product ordered, with the lots
        that were handed over.

        :return: list of ``{"product": name, "about": origin, labels and storage,
            "ordered": quantity, "delivered": quantity, "unit": name, "weight": kg or 0,
            "lots": list of (name, best before, quantity)}``
        """
        self.ensure_one()
        lines = self.off_order_id.sudo().order_line.filtered(
            lambda line: (
                line.off_offer_id and (line.product_uom_qty or line.off_allocation_ids)
            )
        )
        lang = self._get_report_lang()
        return [
            self._off_describe_slip_line(line.with_context(lang=lang)) for line in lines
        ]

    def _off_describe_slip_line(self, line):
        here = line.off_allocation_ids.filtered(
            lambda one: one.move_line_id.picking_id == self
        )
        weighed = sum(one.weight for one in here)
        return {
            "product": line.product_id.with_context(
                display_default_code=False
            ).display_name,
            "code": line.product_id.default_code or "",
            "about": self._off_tell_goods(line.product_id.product_tmpl_id),
            "ordered": line._off_get_ordered(),
            "delivered": sum(here.mapped("quantity")),
            "unit": line.product_id.uom_id.name,
            "weight": weighed,
            "lots": [
                (one.lot_id.name, self._off_tell_date(one.lot_id), one.quantity)
                for one in here
                if one.lot_id
            ],
        }

    def _off_tell_goods(self, template):
        """“Organic, Origin: Drôme, Chilled”"""
        parts = template.off_shown_label_ids.mapped("name")
        if template.off_origin:
            parts.append(template.off_origin)
        if template.off_storage and template.off_storage != "ambient":
            storages = template._fields["off_storage"]._description_selection(
                template.env
            )
            parts.append(dict(storages)[template.off_storage])
        return ", ".join(parts)

    def _off_tell_date(self, lot):
        """The day until which a lot is good, where that is known: product_expiry may
        not be there."""
        if "expiration_date" not in lot._fields or not lot.expiration_date:
            return ""
        tz = self.company_id._off_get_tz()
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=tz), lot.expiration_date
        )
        return format_date(lot.env, day.date(), lang_code=self._get_report_lang())

    def _off_get_registry_label(self, partner):
        """What the registration of an enterprise is called: SIRET in France, where it
        has 14 digits."""
        digits = "".join(filter(str.isdigit, partner.company_registry or ""))
        country = partner.country_id or self.company_id.country_id
        if country.code == "FR" and len(digits) == 14:
            return "SIRET"
        return partner.company_registry_label or self.env._("Company ID")

    def _off_get_own_transfers(self):
        """:raise UserError: none of these is of one order"""
        own = self.filtered("off_order_id").sorted("name")
        if not own:
            raise UserError(
                self.env._(
                    "No order is handed over apart here: professionals and enterprises "
                    "get delivery notes, once their goods are handed over."
                )
            )
        return own


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_synch_order(self):
        """Extends sale_stock: what left for an order of a cycle is in its allocations
        already, no line of it is tied to a move."""
        others = self.filtered(lambda move: not move.picking_id.off_order_id)
        return super(StockMove, others)._action_synch_order()


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _get_own_transfers(self):
        """Transfers of the orders that are handed over apart, for their notes."""
        return self.picking_ids._off_get_own_transfers()


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    def _get_own_transfers(self):
        """Transfers of the orders that are handed over apart, for their notes."""
        transfers = self.env["stock.picking"].search(
            [("off_order_id.off_slot_id", "in", self.ids), ("state", "=", "done")]
        )
        return transfers._off_get_own_transfers()

    def action_print_delivery_notes(self):
        return self.env.ref("off_order_cycle.report_delivery_notes_slot").report_action(
            self
        )
