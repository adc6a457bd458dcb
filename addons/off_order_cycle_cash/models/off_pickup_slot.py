from odoo import models


class OffPickupSlot(models.Model):
    """Cash that is taken at a point with a till lies in that till."""

    _inherit = "off.pickup.slot"

    def _off_get_journals(self):
        """Extends: the point's own till stands for cash."""
        journals = super()._off_get_journals()
        till = self[0].point_id.sudo().till_journal_id
        if not till or "cash" not in journals.mapped("type"):
            return journals
        return journals.filtered(lambda one: one.type != "cash") | till

    def _off_count_till(self, counts):
        """Extends: nobody empties the till meanwhile."""
        self[0].point_id.sudo().till_journal_id._off_lock_tills()
        return super()._off_count_till(counts)

    def _off_get_expected(self):
        """Extends: of a till all that lies in it is counted, with its float and what
        was not brought to the bank yet."""
        expected = super()._off_get_expected()
        till = self[0].point_id.sudo().till_journal_id
        if till in expected:
            expected[till] = till._off_get_cash()[till]
        return expected
