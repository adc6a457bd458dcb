from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.off_order_cycle.models.off_allocation_weight import to_decimal

from ..engine.count import weigh_up


class StockPicking(models.Model):
    """What was counted is taken into stock, as Odoo validates a receipt."""

    _inherit = "stock.picking"

    def off_receive(self, versions, answers):
        """Take in what was counted.

        :param versions: ``{move id: version}`` of the counts that were confirmed
        :param answers: what was said yes to: ``uncounted`` products did not come,
            ``excess`` is kept, dates in the ``past`` are accepted, the ``rest`` comes
            later
        :return: this receipt, as ``off_get_dock`` gives it, and what is left of it
        :raise UserError: what is missing for it, with the names of the products
        """
        self.ensure_one()
        self._off_check_dock()
        self._off_lock()
        self._off_check_open()
        moves = self._off_get_dock_moves()
        self._off_check_versions(moves, versions)
        moves._off_check_answers(answers)
        moves._off_check_lots()
        moves._off_check_days(answers)
        moves._off_check_weighed()
        told = self._off_prepare_told(moves, answers)
        self._off_take_in(moves, answers)
        self._off_tell_producer(told)
        return (self | self.backorder_ids)._off_get_receipts()

    def _off_lock(self):
        """Wait for whoever validates it, then read what they left."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM stock_picking WHERE id = %s FOR UPDATE", [self.id]
        )

    def _off_check_open(self):
        if self.state == "done":
            raise UserError(self._off_get_done_text())
        if self.state == "cancel":
            raise UserError(
                self.env._(
                    "%(receipt)s of %(producer)s was cancelled meanwhile: nothing is "
                    "to be received.",
                    receipt=self.name,
                    producer=self.partner_id.name or "",
                )
            )

    def _off_check_versions(self, moves, versions):
        """Raise unless what was confirmed is what is kept."""
        seen = {int(key): version for key, version in versions.items()}
        if changed := moves.filtered(
            lambda move: seen.get(move.id) != move.off_count_version
        ):
            raise UserError(
                self.env._(
                    "Somebody counted meanwhile: %s. Look at the summary again.",
                    changed._off_list_names(),
                )
            )

    def _off_take_in(self, moves, answers):
        """Validate the receipt of what was counted."""
        came = moves.filtered(
            lambda move: sum(move._off_get_counted().mapped("quantity"))
        )
        (moves - came)._off_forget_count()
        if not came:
            if answers.get("rest"):
                raise UserError(
                    self.env._(
                        "Nothing came of %s: leave it until the rest comes.", self.name
                    )
                )
            self.action_cancel()
            return
        weights = came._off_get_weights()
        receipt = self.with_context(
            off_receiving=True,
            skip_backorder=True,
            skip_expired=True,
            skip_sms=True,
            picking_ids_not_to_backorder=[] if answers.get("rest") else self.ids,
        )
        receipt.button_validate()
        receipt.env.flush_all()  # received quantities, without a note for each
        if self.state != "done":
            raise UserError(
                self.env._("%s could not be validated: open it in Odoo.", self.name)
            )
        for line, weight in weights.items():
            line.off_weight = weight
        came._off_accept_past()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _off_list_names(self):
        return ", ".join(move._off_get_name() for move in self)

    def _off_get_quantity(self):
        """:return: good ones that were counted, 0.0 where nobody counted"""
        return sum(self._off_get_counted().mapped("quantity"))

    def _off_is_excess(self):
        return self.product_uom.compare(self._off_get_quantity(), self.product_uom_qty)

    def _off_check_answers(self, answers):
        uncounted = self.filtered(lambda move: not move.off_counted_at)
        if uncounted and not answers.get("uncounted"):
            raise UserError(
                self.env._(
                    "Nobody counted: %s. Count them, or confirm that they did not "
                    "come.",
                    uncounted._off_list_names(),
                )
            )
        excess = self.filtered(lambda move: move._off_is_excess() > 0)
        if excess and not answers.get("excess"):
            raise UserError(
                self.env._(
                    "More than was ordered: %s. Confirm that you keep it.",
                    excess._off_list_names(),
                )
            )

    def _off_check_lots(self):
        """Raise where lots or dates are missing, or contradict what is known."""
        lines = self._off_get_counted().filtered("quantity")
        tracked = lines.filtered(lambda line: line.product_id.tracking != "none")
        if nameless := tracked.filtered(lambda line: not line.lot_name):
            raise UserError(
                self.env._(
                    "Write the lot number of: %s.", nameless.move_id._off_list_names()
                )
            )
        if undated := tracked.filtered(
            lambda line: (
                line.product_id.use_expiration_date
                and not line.expiration_date
                and not line.product_id.expiration_time
            )
        ):
            raise UserError(
                self.env._(
                    "Write the date that is printed on: %s.",
                    undated.move_id._off_list_names(),
                )
            )
        tracked._off_check_known_lots()

    def _off_check_days(self, answers):
        now = fields.Datetime.now()
        past = self._off_get_counted().filtered(
            lambda line: (
                line.quantity and line.expiration_date and line.expiration_date < now
            )
        )
        if past and not answers.get("past"):
            raise UserError(
                self.env._(
                    "The date is past: %s. Confirm that you take it in all the same.",
                    past.move_id._off_list_names(),
                )
            )

    def _off_accept_past(self):
        """Somebody said yes to what is past its date: it may be handed over."""
        self.move_line_ids.lot_id.filtered(
            lambda lot: (
                lot.expiration_date and lot.expiration_date < fields.Datetime.now()
            )
        ).off_past_accepted = True

    def _off_check_weighed(self):
        """Raise where a product is weighed in part: its bill could not follow."""
        for move in self:
            lines = move._off_get_counted().filtered("quantity")
            weighed = lines.filtered("off_weight")
            if weighed and weighed != lines:
                raise UserError(
                    self.env._(
                        "%s: weigh all lots of it, or none.", move._off_get_name()
                    )
                )
            for line in weighed:
                move._off_check_weight(
                    to_decimal(line.quantity), to_decimal(line.off_weight)
                )

    def _off_get_weights(self):
        """:return: ``{purchase line: kilograms to be paid}`` of what was weighed"""
        weights = {}
        for move in self:
            line = move.sudo().purchase_line_id
            if not line.off_unit_weight:
                continue
            counted = move._off_get_counted()
            weight = weigh_up(
                (to_decimal(line.qty_received), to_decimal(line.off_weight)),
                (
                    to_decimal(move._off_get_quantity()),
                    sum(map(to_decimal, counted.mapped("off_weight")), Decimal(0)),
                ),
                to_decimal(line.off_unit_weight),
            )
            if weight:
                weights[line] = float(weight)
        return weights


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _off_check_known_lots(self):
        """Raise where a lot is known with another date than the one that was written;
        a known lot without a date gets it."""
        lots = self.env["stock.lot"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("name", "in", self.mapped("lot_name")),
                ("company_id", "in", [False, *self.company_id.ids]),
            ]
        )
        known = {(lot.product_id, lot.name): lot for lot in lots}
        for line in self.filtered("expiration_date"):
            lot = known.get((line.product_id, line.lot_name))
            if not lot:
                continue
            if not lot.expiration_date:
                lot.expiration_date = line.expiration_date
                continue
            days = map(
                self.picking_id._off_to_day, (lot.expiration_date, line.expiration_date)
            )
            if len(set(days)) > 1:
                raise UserError(
                    self.env._(
                        "%(product)s: lot %(lot)s is known with the date %(day)s. "
                        "Write that date, or another lot number.",
                        product=line.product_id.display_name,
                        lot=lot.name,
                        day=self.picking_id._off_to_day(lot.expiration_date),
                    )
                )
