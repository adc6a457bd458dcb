import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.ofn import ColumnWarning, Phrase

from .. import dfc
from ..dfc import FetchError
from .dfc_plan import DfcPlan
from .dfc_rows import DfcRows
from .dfc_words import say_fetch_error

ACCEPT = "application/ld+json, application/json;q=0.9"


class OffCatalogImport(models.TransientModel):
    _inherit = "off.catalog.import"

    source = fields.Selection(
        [
            ("csv", "A file in Open Food Network's format"),
            ("dfc_file", "A Data Food Consortium file (JSON-LD)"),
            ("dfc_url", "An address of a Data Food Consortium catalogue"),
        ],
        string="Import from",
        default="csv",
        required=True,
    )
    data = fields.Binary(required=False)
    dfc_url = fields.Char(
        "Address",
        help="The catalogue of a producer on another platform, such as "
        "https://other.example.org/api/dfc/enterprises/12/catalog_items",
    )
    dfc_key = fields.Char(
        "Key",
        copy=False,
        help="Key that the other platform gave you, if it asks for one. It is sent as "
        "a bearer token, and forgotten after that.",
    )
    dfc_producer_id = fields.Many2one(
        "res.partner",
        string="Producer",
        domain=[("off_is_producer", "=", True)],
        help="Whose products these are, where the document does not say.",
    )

    def action_preview(self):
        self.ensure_one()
        if self.source == "dfc_url":
            self._download()
        return super().action_preview()

    def _download(self):
        """Bring the document now; the import then writes what the preview showed."""
        if not self.dfc_url:
            raise UserError(self.env._("Give the address of the catalogue."))
        try:
            data = self._fetch(self.dfc_url, self.dfc_key or "")
        except FetchError as error:
            raise UserError(
                say_fetch_error(self.env, error.code, error.value)
            ) from error
        self.write({"data": base64.b64encode(data), "dfc_key": False})

    @api.model
    def _fetch(self, url, key):
        return dfc.fetch(url, {"Accept": ACCEPT}, key)

    def _build_plan(self):
        if not self.data:
            raise UserError(self.env._("Choose the file to import."))
        if self.source == "csv":
            return super()._build_plan()
        catalogue = dfc.read(base64.b64decode(self.data))
        producer = self.dfc_producer_id.name or ""
        source = DfcRows(self.env, catalogue, producer).build()
        plan = DfcPlan(self.env, self.hub_id, source.rows, source.items).build()
        errors = sorted(
            [*source.errors, *plan.errors], key=lambda error: error.row or 0
        )
        return plan, errors, self._warn(catalogue)

    def _warn(self, catalogue):
        """Nothing is left aside in silence."""
        if not catalogue.unsold:
            return []
        message = self.env._(
            "Products without a catalogue item, hence without price, were left aside: "
            "%s",
            catalogue.unsold,
        )
        return [ColumnWarning("", Phrase(message, {}))]
