import base64
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import get_translation

from .. import ofn

RANKS = {"error": 0, "create": 1, "update": 2, "keep": 3}
SHOWN_ERRORS = 20


class OffFileImport(models.AbstractModel):
    """Import of a CSV file in three steps: choose, look, write.

    All or nothing, unless the user asks for the good rows only. A model of imports
    gives ``line_ids`` and the four methods that are not implemented here.
    """

    _name = "off.file.import"
    _description = "File Import"

    data = fields.Binary("File", required=True, attachment=False)
    filename = fields.Char()
    good_rows_only = fields.Boolean(
        "Good rows only",
        help="Import the rows without fault and leave out the others, which are named "
        "and can be downloaded. Otherwise one row with a fault keeps the whole file "
        "out.",
    )
    state = fields.Selection(
        [("upload", "File"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
    )
    create_count = fields.Integer("To create", readonly=True)
    update_count = fields.Integer("To update", readonly=True)
    keep_count = fields.Integer("Left as they are", readonly=True)
    error_count = fields.Integer("To correct", readonly=True)
    good_count = fields.Integer("Without fault", compute="_compute_good_count")
    warning = fields.Text(readonly=True)
    refused = fields.Binary("Rows to correct", attachment=False, readonly=True)
    refused_name = fields.Char(compute="_compute_refused_name")

    @api.depends("create_count", "update_count", "keep_count")
    def _compute_good_count(self):
        for wizard in self:
            wizard.good_count = (
                wizard.create_count + wizard.update_count + wizard.keep_count
            )

    @api.depends("filename")
    def _compute_refused_name(self):
        for wizard in self:
            stem = (wizard.filename or "").rpartition(".")[0]
            wizard.refused_name = self.env._(
                "%s to correct.csv", stem or self.env._("rows")
            )

    # -- steps -------------------------------------------------------------------
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
                **self._prepare_result(plan, errors),
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write the whole file, or the good rows where that was chosen, or raise.

        :raise UserError: lists the rows to correct; nothing is written
        """
        self.ensure_one()
        # Planned again: the database may have changed since the preview.
        plan, errors, _warnings = self._build_plan()
        if errors and not (self.good_rows_only and plan.plans):
            raise UserError(self._get_refusal(errors))
        self._write_plan(plan)
        self.line_ids.filtered(lambda line: line.action == "error").unlink()
        self.write(
            {
                "state": "done",
                "line_ids": [
                    fields.Command.create(self._prepare_error_line(error))
                    for error in errors
                ],
                **self._prepare_result(plan, errors),
            }
        )
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"state": "upload", "refused": False, "warning": False})
        return self._reopen()

    # -- what an import of each kind does ----------------------------------------
    def _get_schema(self):
        """``ofn.Schema`` of the file."""
        raise NotImplementedError

    def _plan_file(self, data):
        """Read and match a file.

        :return: result of reading, plan with ``plans`` and ``errors``
        """
        raise NotImplementedError

    def _write_plan(self, plan):
        raise NotImplementedError

    def _prepare_plan_line(self, item):
        raise NotImplementedError

    # -- helpers -----------------------------------------------------------------
    def _build_plan(self):
        """Plan of the good rows, faults in the order of the file, warnings."""
        result, plan = self._plan_file(base64.b64decode(self.data))
        errors = sorted(
            [*result.errors, *plan.errors], key=lambda error: error.row or 0
        )
        return plan, errors, result.warnings

    def _prepare_result(self, plan, errors):
        counts = {"create_count": 0, "update_count": 0, "keep_count": 0}
        for item in plan.plans:
            counts[f"{item.action}_count"] += 1
        counts["error_count"] = len({error.row for error in errors})
        return {**counts, "refused": self._write_refused(errors)}

    def _write_refused(self, errors):
        """The rows to correct as a file that can be imported once they are."""
        messages = defaultdict(list)
        for error in errors:
            messages[error.row].append(self._say(error.message))
        content = ofn.write_refused(
            base64.b64decode(self.data),
            {row: " ".join(texts) for row, texts in messages.items()},
            self._get_schema(),
        )
        return base64.b64encode(content) if content else False

    def _get_refusal(self, errors):
        lines = [self._say(error.message) for error in errors[:SHOWN_ERRORS]]
        if len(errors) > SHOWN_ERRORS:
            lines.append(self.env._("… and %s more.", len(errors) - SHOWN_ERRORS))
        return self.env._(
            "Nothing was imported. Correct these rows and try again:\n%s",
            "\n".join(lines),
        )

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
    def _prepare_line(self, item, **values):
        """What every line says of a row that is good."""
        return {
            "row": item.row.row,
            "action": item.action,
            "action_rank": RANKS[item.action],
            **values,
        }

    @api.model
    def _say_changes(self, changes, *models):
        """Changes of fields of ``models``, ``{field: (old, new)}``, for a person."""
        known = {
            name: field
            for model in models
            for name, field in self.env[model]._fields.items()
            if name in changes
        }
        return ", ".join(
            self.env._(
                "%(field)s: %(old)s → %(new)s",
                field=field.get_description(self.env, ["string"])["string"],
                old=self._show(field, changes[name][0]),
                new=self._show(field, changes[name][1]),
            )
            for name, field in known.items()
        )

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
        if not isinstance(phrase, ofn.Phrase):
            return str(phrase)
        lang = self.env.lang or "en_US"
        return phrase.say(
            lambda text: get_translation("off_hub_network", lang, text, ())
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
