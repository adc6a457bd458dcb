from odoo import api, models
from odoo.exceptions import UserError


class OffTrace(models.AbstractModel):
    _inherit = "off.trace"

    @api.model
    def _get_action(self, kind, record):
        """The screen with the trace of a record."""
        record.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "off_order_cycle_trace.action_trace"
        )
        return {**action, "params": {"kind": kind, "id": record.id}}

    @api.model
    def action_recall(self, kind, record_id):
        """A recall of what is traced, not yet started.

        :param kind: ``lot``, ``line`` or ``receipt``
        """
        record = self._get_subject(kind, record_id)
        if kind not in ("lot", "line", "receipt"):
            raise UserError(self.env._("Goods are recalled: choose one of the lots."))
        lots, lines = self._get_roots(record)
        company = record.company_id or self.env.company
        recall = self.env["off.lot.recall"].create(
            {
                "company_id": company.id,
                "lot_ids": [(6, 0, lots.ids)],
                "line_ids": [(6, 0, lines.ids)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "off.lot.recall",
            "res_id": recall.id,
            "views": [(False, "form")],
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_off_trace(self):
        return self.env["off.trace"]._get_action("order", self)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_off_trace(self):
        return self.env["off.trace"]._get_action("receipt", self)
