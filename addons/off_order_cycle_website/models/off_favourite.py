from odoo import api, fields, models
from odoo.tools import SQL


class OffFavourite(models.Model):
    """A product that a customer likes to find again. It is the customer's own: hubs and
    producers are told nothing of it."""

    _name = "off.favourite"
    _description = "Favourite Product"
    _inherit = ["off.kept.mixin"]
    _order = "id"
    _rec_name = "product_tmpl_id"

    partner_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", index=True, readonly=True
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )

    _pair_uniq = models.UniqueIndex(
        "(partner_id, product_tmpl_id)", "This product is a favourite already."
    )

    @api.model
    def _toggle(self, partner, template):
        """Like a product, or no longer.

        :return: whether it is a favourite now
        """
        self = self.sudo()
        if found := self.search(
            [
                ("partner_id", "=", partner.id),
                ("product_tmpl_id", "=", template.id),
            ]
        ):
            found.unlink()
            return False
        # Two clicks at once are one favourite.
        self.env.cr.execute(
            SQL(
                "INSERT INTO off_favourite (partner_id, product_tmpl_id, create_uid,"
                " write_uid, create_date, write_date) VALUES (%(partner)s,"
                " %(template)s, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',"
                " now() AT TIME ZONE 'UTC') ON CONFLICT DO NOTHING",
                partner=partner.id,
                template=template.id,
                uid=self.env.uid,
            )
        )
        return True
