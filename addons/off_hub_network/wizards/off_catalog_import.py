from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from .. import ofn
from .catalog_plan import CatalogPlan
from .catalog_writer import CatalogWriter


class OffCatalogImport(models.TransientModel):
    """Import of a catalogue in Open Food Network's CSV format."""

    _name = "off.catalog.import"
    _description = "Import a Catalogue"
    _inherit = "off.file.import"

    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["off.hub"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
        help="New producers are linked to this hub, which keeps their catalogue.",
    )
    line_ids = fields.One2many("off.catalog.import.line", "import_id", readonly=True)

    def _get_schema(self):
        return ofn.PRODUCTS

    def _plan_file(self, data):
        result = ofn.parse(data)
        return result, CatalogPlan(self.env, self.hub_id, result.rows).build()

    def _write_plan(self, plan):
        CatalogWriter(self.env, self.hub_id, plan).apply()
        self._log_changes([item for item in plan.plans if item.action == "update"])

    def _log_changes(self, items):
        """Note on each product what the import changed, in one statement for all."""
        lines = defaultdict(list)
        for item in items:
            text = self._prepare_plan_line(item)["message"]
            if item.row.display_name:
                text = f"{item.row.display_name}: {text}"
            lines[item.product.product_tmpl_id.id].append(text)
        title = self.env._("Changed by an import:")
        self.env["product.template"].browse(lines)._message_log_batch(
            {
                id_: Markup("<br/>").join([title, *texts])  # escapes them
                for id_, texts in lines.items()
            }
        )

    @api.model
    def _prepare_plan_line(self, item):
        return self._prepare_line(
            item,
            producer=item.row.producer,
            product=f"{item.row.name} {item.row.display_name}".strip(),
            message=self._say_changes(
                item.changes, "product.product", "off.availability"
            ),
        )
