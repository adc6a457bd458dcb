import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.columns import propose
from ..engine.fault import Fault
from ..engine.table import read_table
from .balance_plan import BalancePlan
from .member_plan import MemberPlan
from .off_moving_import_column import TARGETS
from .producer_plan import ProducerPlan

PLANS = {"member": MemberPlan, "producer": ProducerPlan, "balance": BalancePlan}
COORDINATOR = "off_hub_network.group_coordinator"
ACCOUNTANT = "account.group_account_user"


class OffMovingImport(models.TransientModel):
    """Bring members, producers or balances from the tables that an operator kept.

    Extends the import of files of off_hub_network by a step for the columns: choose,
    say what the columns are, look, write. All or nothing.
    """

    _name = "off.moving.import"
    _description = "Import from a Former System"
    _inherit = ["off.file.import", "off.moving.words"]

    # All are named: translations go by who wrote the words.
    state = fields.Selection(
        selection_add=[
            ("upload", "File"),
            ("columns", "Columns"),
            ("preview", "Preview"),
            ("done", "Done"),
        ],
        ondelete={"columns": "cascade"},
    )
    kind = fields.Selection(
        [
            ("member", "Members"),
            ("producer", "Producers"),
            ("balance", "Balances"),
        ],
        "What it holds",
        required=True,
        default="member",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        domain="[('id', 'in', allowed_company_ids), ('off_is_operator', '=', True)]",
        default=lambda self: self.env.company,
    )
    hub_id = fields.Many2one(
        "off.hub",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env["off.hub"]._get_default(),
        help="Where the file has no hub: members are noted here as its customers, "
        "producers are linked to it.",
    )
    make_members = fields.Boolean(
        "They are members of the hub",
        default=True,
        help="Where the file does not tell. Otherwise they are noted as customers.",
    )
    column_ids = fields.One2many("off.moving.import.column", "import_id")
    line_ids = fields.One2many("off.moving.import.line", "import_id", readonly=True)

    @api.model
    def _check_may(self, company, kind):
        """
        :raise AccessError: the user may not bring this for ``company``
        :raise UserError: it is no operator
        """
        user = self.env.user
        allowed = user.has_group(COORDINATOR) or (
            kind == "balance" and user.has_group(ACCOUNTANT)
        )
        if not (self.env.su or allowed and company in self.env.companies):
            raise AccessError(
                self.env._(
                    "Members and producers are brought by coordinators of the "
                    "operator, balances also by its accountants."
                )
            )
        if not company.sudo().off_is_operator:
            raise UserError(
                self.env._(
                    "%s is no operator: set it up first, or change to one.",
                    company.sudo().name,
                )
            )

    # -- columns -----------------------------------------------------------------------
    def action_columns(self):
        """Read the file and propose what its columns are."""
        self.ensure_one()
        self._check_may(self.company_id, self.kind)
        table = self._read_table()
        remembered = self.env["off.moving.mapping"]._recall(self.company_id, self.kind)
        targets = propose(self.kind, table.columns, remembered)
        self.column_ids.unlink()
        self.write(
            {
                "state": "columns",
                "column_ids": [
                    Command.create(
                        {
                            "place": place,
                            "name": name,
                            "sample": " · ".join(table.get_sample(place)),
                            f"{self.kind}_target": target,
                        }
                    )
                    for place, (name, target) in enumerate(
                        zip(table.columns, targets, strict=True)
                    )
                ],
            }
        )
        return self._reopen()

    def action_to_columns(self):
        self.ensure_one()
        self.line_ids.unlink()
        self.state = "columns"
        return self._reopen()

    def action_back(self):
        self.column_ids.unlink()
        return super().action_back()

    def _read_table(self):
        try:
            return read_table(base64.b64decode(self.data or b""))
        except Fault as fault:
            raise UserError(self._locate_fault(fault)) from None

    def _get_places(self, table):
        """Where each target stands in the file.

        :return: ``{target: place}``
        :raise UserError: a target is there twice, or one that is needed is not
        """
        labels = dict(TARGETS[self.kind])
        places = {}
        for column in self.column_ids:
            target = column._get_target()
            if target in places:
                raise UserError(
                    self.env._(
                        "Two columns are “%(target)s”: “%(one)s” and “%(two)s”. Leave "
                        "one of them empty.",
                        target=self._get_target_label(target),
                        one=table.columns[places[target]],
                        two=column.name,
                    )
                )
            if target:
                places[target] = column.place
        for one_of in PLANS[self.kind].NEEDED:
            if not places.keys() & set(one_of):
                raise UserError(
                    self.env._(
                        "No column is %s. Say which one it is.",
                        " / ".join(
                            f"“{self._get_target_label(name)}”"
                            for name in one_of
                            if name in labels
                        ),
                    )
                )
        return places

    def _get_target_label(self, target):
        field = self.env["off.moving.import.column"]._fields[f"{self.kind}_target"]
        return dict(field._description_selection(self.env)).get(target, target)

    # -- what off.file.import asks -----------------------------------------------------
    def action_preview(self):
        self._check_may(self.company_id, self.kind)
        action = super().action_preview()
        self._remember_columns()
        return action

    def _build_plan(self):
        """Override: the file is a table of any kind, its columns those of the user."""
        self._check_may(self.company_id, self.kind)
        table = self._read_table()
        places = self._get_places(table)
        rows = [
            (
                number,
                {target: cells[place] for target, place in places.items()},
            )
            for number, cells in table.rows
        ]
        plan = PLANS[self.kind](self, rows)
        names = {target: table.columns[place] for target, place in places.items()}
        plan.build(names)
        return plan, sorted(plan.errors, key=lambda error: error.row), []

    def action_apply(self):
        # Whoever looked at a good file may have changed it: nothing but all is written.
        self.good_rows_only = False
        return super().action_apply()

    def _write_plan(self, plan):
        plan.apply()

    def _write_refused(self, errors):
        """Override: the file is mended where it was made."""
        return False

    def _get_refusal(self, errors):
        lines = [
            self.env._("Row %(row)s: %(text)s", row=error.row, text=error.message)
            for error in errors[:20]
        ]
        if len(errors) > 20:
            lines.append(self.env._("… and %s more.", len(errors) - 20))
        return self.env._(
            "Nothing was imported. Correct these rows and try again:\n%s",
            "\n".join(lines),
        )

    @api.model
    def _prepare_plan_line(self, item):
        return {
            "row": item.row,
            "action": item.action,
            "action_rank": {"create": 1, "update": 2, "keep": 3}[item.action],
            "name": item.name,
            "message": item.message,
            **item.shown,
        }

    def _remember_columns(self):
        self.env["off.moving.mapping"]._remember(
            self.company_id,
            self.kind,
            {column.name: column._get_target() for column in self.column_ids},
        )
