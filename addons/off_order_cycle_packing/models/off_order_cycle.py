from odoo import models


class OffOrderCycle(models.Model):
    """The crates of a cycle are those of its pickups."""

    _inherit = "off.order.cycle"

    def _get_label_pages(self):
        return self._get_own_slots()._get_label_pages()

    def _get_print_zoom(self):
        return self.env["off.pickup.slot"]._get_print_zoom()

    def _get_labels(self):
        return self._get_own_slots()._get_labels()

    def _get_sheets(self):
        return self._get_own_slots()._get_sheets()

    def _get_own_slots(self):
        """Those that the user may see: each operator has its own."""
        return self.env["off.pickup.slot"].search([("cycle_id", "in", self.ids)])

    def action_view_crates(self):
        return self._get_own_slots().action_view_crates()
