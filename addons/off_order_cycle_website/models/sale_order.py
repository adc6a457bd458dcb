from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    off_form_key = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Of the form by which it was ordered: sent again it orders nothing more.",
    )

    _off_form_key_uniq = models.UniqueIndex(
        "(off_form_key) WHERE off_form_key IS NOT NULL", "This form was sent already."
    )

    def _get_edi_builders(self):
        # Households do not connect a purchasing software to their portal.
        return [] if self.off_exchange_id else super()._get_edi_builders()

    def _off_get_change_path(self, website, partner):
        """Where ``partner`` changes or cancels this order on ``website``, nothing where
        it may not (rule 11)."""
        self.ensure_one()
        order = self.sudo()
        edge = order.off_exchange_id
        here = edge and order.company_id == website.company_id
        if not here or not edge._get_changeable_order(partner, order.id):
            return ""
        return f"/cycles/{edge.id}?order={order.id}"

    def _off_get_pack_notes(self):
        """What the customer of a validated order reads beside goods that come in cases,
        as long as the sale is open (rules 19 and 21).

        :return: ``{sale.order.line: list of texts}``
        """
        self.ensure_one()
        order = self.sudo()
        if order.state != "sale" or order.off_cycle_id.state != "open":
            return {}
        lines = order.order_line.filtered(
            lambda line: line.off_offer_id and line.product_uom_qty
        )
        progress = order.off_exchange_id._get_pack_progress(lines.off_offer_id.ids)
        return {
            line.with_env(self.env): line._off_tell_pack(
                *progress[line.off_offer_id.id]
            )
            for line in lines
            if line.off_offer_id.id in progress
        }
