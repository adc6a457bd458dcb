import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import ofn
from .catalog_names import fold
from .catalog_rows import CatalogRows


class OffCatalogExport(models.TransientModel):
    """Export of producers' catalogues in Open Food Network's CSV format.

    What it writes can be imported again and then changes nothing. Archived products
    stay out: a row would bring them back.
    """

    _name = "off.catalog.export"
    _description = "Export for Open Food Network"

    allowed_producer_ids = fields.Many2many(
        "res.partner", compute="_compute_allowed_producer_ids"
    )
    producer_ids = fields.Many2many(
        "res.partner",
        string="Producers",
        domain="[('id', 'in', allowed_producer_ids)]",
        default=lambda self: self._default_producer_ids(),
        help="Leave empty for all producers that let your hubs order from them or "
        "manage their products.",
    )
    state = fields.Selection(
        [("choose", "Producers"), ("done", "Done")], default="choose", required=True
    )
    data = fields.Binary("File", attachment=False, readonly=True)
    filename = fields.Char(readonly=True)
    product_count = fields.Integer("Products", readonly=True)
    warning = fields.Text(readonly=True)

    @api.model
    def _default_producer_ids(self):
        context = self.env.context
        if context.get("active_model") != "res.partner":
            return False
        chosen = self.env["res.partner"].browse(context.get("active_ids", ()))
        return chosen & self._get_allowed_producers()

    def _compute_allowed_producer_ids(self):
        self.allowed_producer_ids = self._get_allowed_producers()

    @api.model
    def _get_allowed_producers(self):
        """Producers with a link that lets the operator have their catalogue."""
        links = self.env["off.network.link"].search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "=", "accepted"),
                ("grantor_id.off_is_producer", "=", True),
                "|",
                ("may_order", "=", True),
                ("may_manage_products", "=", True),
            ]
        )
        return links.grantor_id

    def action_export(self):
        """Write the file.

        :raise AccessError: names the producers without such a link
        :raise UserError: there is nothing to write, or two producers of one name
        """
        self.ensure_one()
        producers = self._get_producers()
        products = self.env["product.product"].search(
            [("off_producer_id", "in", producers.ids)],
            order="off_producer_id, name, default_code, id",
        )
        if not products:
            raise UserError(
                self.env._(
                    "These producers have no products: choose others, or import a "
                    "catalogue first."
                )
            )
        rows, left = CatalogRows(self.env).tell_all(products)
        self.write(
            {
                "state": "done",
                "data": base64.b64encode(ofn.write(rows)),
                "filename": self.env._(
                    "catalogue %s.csv", fields.Date.context_today(self)
                ),
                "product_count": len(rows),
                "warning": self._get_warning(left),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_producers(self):
        allowed = self._get_allowed_producers()
        if refused := self.producer_ids - allowed:
            raise AccessError(
                self.env._(
                    "These producers have no link with your hubs: %s. Propose a link "
                    "to them first.",
                    ", ".join(refused._filtered_access("read").mapped("name"))
                    or ", ".join(map(str, refused.ids)),
                )
            )
        producers = self.producer_ids or allowed
        names = {}
        for producer in producers:
            other = names.setdefault(fold(producer.name), producer)
            if other != producer:
                raise UserError(
                    self.env._(
                        "Two producers are called %s and a file cannot tell them "
                        "apart: export them one by one, or rename one.",
                        producer.name,
                    )
                )
        return producers

    def _get_warning(self, left):
        if not left:
            return False
        return self.env._(
            "Left out, as they have the producer, name and format of another product "
            "and no SKU of their own; give them one: %s",
            ", ".join(left[:20].mapped("display_name")),
        )
