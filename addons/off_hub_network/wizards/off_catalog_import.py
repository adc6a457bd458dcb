import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import get_translation

from .. import ofn
from .catalog_plan import CatalogPlan
from .catalog_writer import CatalogWriter

RANKS = {"error": 0, "create": 1, "update": 2, "keep": 3}


class OffCatalogImport(models.TransientModel):
    """Import of a catalogue in Open Food Network's CSV format: all or nothing."""

    _name = "off.catalog.import"
    _description = "Catalogue Import"

    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["off.hub"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
        help="New producers are linked to this hub, which keeps their catalogue.",
    )
    data = fields.Binary("File", required=True, attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [("upload", "File"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
    )
    line_ids = fields.One2many("off.catalog.import.line", "import_id", readonly=True)
    create_count = fields.Integer("To create", readonly=True)
    update_count = fields.Integer("To update", readonly=True)
    keep_count = fields.Integer("Left as they are", readonly=True)
    error_count = fields.Integer("To correct", readonly=True)
    warning = fields.Text(readonly=True)

    def action_preview(self):
        """Show what the file would create, update or leave; write nothing else."""
        self.ensure_one()
        plan, errors, warnings = self._build_plan()
        lines = [self._prepare_error_line(error) for error in errors]
        lines += [self._prepare_plan_line(item) for item in plan.plans]
        self.line_ids.unlink()
        self.write(
            {
                "state": "preview",
                "line_ids": [fields.Command.create(line) for line in lines],
                "warning": "\n".join(self._say(warning.message) for warning in warnings)
                or False,
                "error_count": len(errors),
                **self._count_actions(plan),
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write the whole file, or raise and write nothing.

        :raise UserError: lists the rows to correct
        """
        self.ensure_one()
        # Planned again: the database may have changed since the preview.
        plan, errors, _warnings = self._build_plan()
        if errors:
            raise UserError(
                self.env._(
                    "Nothing was imported. Correct these rows and try again:\n%s",
                    "\n".join(self._say(error.message) for error in errors[:20]),
                )
            )
        CatalogWriter(self.env, self.hub_id, plan).apply()
        self.write({"state": "done", "error_count": 0, **self._count_actions(plan)})
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.line_ids.unlink()
        self.state = "upload"
        return self._reopen()

    def _build_plan(self):
        result = ofn.parse(base64.b64decode(self.data))
        plan = CatalogPlan(self.env, self.hub_id, result.rows).build()
        errors = sorted(
            [*result.errors, *plan.errors], key=lambda error: error.row or 0
        )
        return plan, errors, result.warnings

    @api.model
    def _count_actions(self, plan):
        counts = {"create_count": 0, "update_count": 0, "keep_count": 0}
        for item in plan.plans:
            counts[f"{item.action}_count"] += 1
        return counts

    @api.model
    def _prepare_error_line(self, error):
        return {
            "row": error.row,
            "action": "error",
            "action_rank": RANKS["error"],
            "column": error.column,
            "value": error.value,
            "message": self._say(error.message),
        }

    @api.model
    def _prepare_plan_line(self, item):
        changed = {
            name: field
            for model in ("product.product", "off.availability")
            for name, field in self.env[model]._fields.items()
            if name in item.changes
        }
        return {
            "row": item.row.row,
            "action": item.action,
            "action_rank": RANKS[item.action],
            "producer": item.row.producer,
            "product": f"{item.row.name} {item.row.display_name}".strip(),
            "message": ", ".join(
                self.env._(
                    "%(field)s: %(old)s → %(new)s",
                    field=field.get_description(self.env, ["string"])["string"],
                    old=self._show(field, item.changes[name][0]),
                    new=self._show(field, item.changes[name][1]),
                )
                for name, field in changed.items()
            ),
        }

    @api.model
    def _show(self, field, value):
        """A value of a change, as a person reads it."""
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "float":
            return f"{value:.10g}"
        return value or "—"

    @api.model
    def _say(self, phrase):
        """What the reader of the file says, in the user's language."""
        lang = self.env.lang or "en_US"
        return phrase.say(
            lambda text: get_translation("off_hub_network", lang, text, ())
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a Catalogue"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
