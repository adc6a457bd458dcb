from collections import defaultdict
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class StockPicking(models.Model):
    """What is expected at the dock."""

    _inherit = "stock.picking"

    off_damage_ids = fields.One2many(
        "off.receipt.damage",
        "picking_id",
        "Damaged",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )

    # -- who and which -------------------------------------------------------------
    def _off_check_dock(self):
        """Raise unless the user receives goods, and these are receipts of cycles."""
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._("Only who handles the stock receives goods at the dock.")
            )
        self.check_access("write")
        if foreign := self.filtered(
            lambda one: one.picking_type_code != "incoming" or not one.off_cycle_id
        ):
            raise AccessError(
                self.env._("%s is no receipt of an order cycle.", foreign[0].name)
            )

    @api.model
    def _off_get_dock_domain(self, cycle_id):
        """Receipts that are open, and those that were done today or in the cycle."""
        domain = Domain(
            [
                ("picking_type_code", "=", "incoming"),
                ("off_cycle_id", "!=", False),
                ("move_ids.purchase_line_id", "!=", False),
                ("state", "not in", ("draft", "cancel")),
            ]
        )
        if cycle_id:
            return domain & Domain("off_cycle_id", "=", cycle_id)
        return domain & (
            Domain("state", "!=", "done")
            | Domain("date_done", ">=", self._off_to_utc(self._off_today()))
        )

    # -- days ------------------------------------------------------------------------
    def _off_zone(self):
        return ZoneInfo(self.env.company._off_get_tz())

    def _off_today(self):
        return self._off_to_day(fields.Datetime.now())

    def _off_to_day(self, moment):
        """:return: the day at the operator's, None for no moment"""
        if not moment:
            return None
        return moment.replace(tzinfo=UTC).astimezone(self._off_zone()).date()

    def _off_to_utc(self, day, clock=time.min):
        """:return: a moment of a day at the operator's, as Odoo stores it"""
        local = datetime.combine(day, clock, self._off_zone())
        return local.astimezone(UTC).replace(tzinfo=None)

    # -- what phones load ------------------------------------------------------------
    @api.model
    def off_get_dock(self, cycle_id=False):
        """All that a phone needs to receive, also while it has no network.

        :param cycle_id: receipts of this cycle only, of whatever day
        :return: dict of ``today``, ``receipts`` (see ``_off_get_receipts``) and
            ``nomenclature``, GS1 rules as Odoo's parser reads them
        """
        self._off_check_dock()
        pickings = self.search(
            self._off_get_dock_domain(cycle_id), order="scheduled_date, id"
        )
        return {
            "today": self._off_today().isoformat(),
            "receipts": pickings._off_get_receipts(),
            "nomenclature": self._off_get_nomenclature(),
        }

    def _off_get_nomenclature(self):
        nomenclature = self.env.ref(
            "barcodes_gs1_nomenclature.default_gs1_nomenclature"
        ).sudo()
        names = ["type", "encoding", "pattern", "gs1_content_type"]
        return {
            "is_gs1_nomenclature": True,
            "gs1_separator_fnc1": nomenclature.gs1_separator_fnc1,
            "rules": nomenclature.rule_ids.sorted("sequence").read(
                [*names, "gs1_decimal_usage"], load=None
            ),
        }

    def _off_get_receipts(self):
        """:return: list of dicts, one for each of these receipts, with its ``lines``
        unless it is done (see ``stock.move._off_get_dock_lines``)
        """
        today = self._off_today()
        open_ones = self.filtered(lambda one: one.state not in ("done", "cancel"))
        lines = defaultdict(list)
        for move, line in open_ones._off_get_dock_moves()._off_get_dock_lines():
            lines[move.picking_id].append(line)
        return [one._off_get_receipt(today, lines[one]) for one in self]

    def _off_get_dock_moves(self):
        return self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def _off_get_receipt(self, today, lines):
        day = self._off_to_day(self.scheduled_date)
        done = self.state == "done"
        return {
            "id": self.id,
            "name": self.name,
            "producer": self.partner_id.name or self.name,
            "cycle": self.off_cycle_id.name,
            "order": self.origin or "",
            "day": day.isoformat(),
            "late": day < today,
            "state": self.state,
            "rest": self.picking_type_id.create_backorder,
            "done_by": self.write_uid.name if done else "",
            "done_at": self._off_clock(self.date_done) if done else "",
            "lines": lines,
        }

    def _off_clock(self, moment):
        """“10:32”, at the operator's."""
        if not moment:
            return ""
        local = moment.replace(tzinfo=UTC).astimezone(self._off_zone())
        return local.strftime("%H:%M")
