from odoo import api, models

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.off_order_cycle.engine.packs import count_needed


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.depends("off_is_fee", "name")
    def _compute_name_short(self):
        """Extends website_sale: a fee has a name, its product says nothing."""
        fees = self.filtered("off_is_fee")
        for line in fees:
            line.name_short = line.name
        return super(SaleOrderLine, self - fees)._compute_name_short()

    def _off_tell_pack(self, size, least, ordered, on_top):
        """
        :param size: units in a case or 0
        :param least: units of all orders that the producer needs, or 0
        :param ordered: of all customers together, this one included
        :param on_top: accepted by all of them
        :return: list of texts
        """
        self.ensure_one()
        missing = count_needed(ordered, on_top, size, least)
        names = {
            "missing": write_number(self.env, missing),
            "size": write_number(self.env, size or least),
        }
        if size and missing:
            text = self.env._(
                "%(missing)s missing to fill the case of %(size)s", **names
            )
        elif size:
            text = self.env._("the case of %(size)s is full", **names)
        elif missing:
            text = self.env._(
                "%(missing)s missing to the %(size)s that the producer needs", **names
            )
        else:
            text = self.env._(
                "the %(size)s that the producer needs are ordered", **names
            )
        if not self.off_tolerance:
            return [text]
        more = self.env._(
            "you take up to %s more if that fills it",
            write_number(self.env, self.off_tolerance),
        )
        return [text, more]
