from odoo import models


class OffOrderCycle(models.Model):
    """The steps of a cycle in which several operators sell are taken by its coordinator
    for all of them: its rights do not reach their orders, so it does not see them."""

    _inherit = "off.order.cycle"

    def _for_all_operators(self):
        """This cycle as the whole that it is, where it has other operators.

        :raise AccessError: the user does not coordinate it
        """
        self.ensure_one()
        others = self.sudo().company_ids - self.sudo().company_id
        if not others:
            return self
        self._check_coordinated()
        companies = self.sudo().company_id + others
        return self.sudo().with_context(allowed_company_ids=companies.ids)

    def action_open(self):
        for cycle in self:
            super(OffOrderCycle, cycle._for_all_operators()).action_open()
        return True

    def action_close(self):
        for cycle in self:
            super(OffOrderCycle, cycle._for_all_operators()).action_close()
        return True

    def _reopen_for_all(self, reason, date_close):
        return super(OffOrderCycle, self._for_all_operators())._reopen_for_all(
            reason, date_close
        )

    def action_allocate(self):
        for cycle in self:
            whole = cycle._for_all_operators()
            super(OffOrderCycle, whole).action_allocate()
            whole._ship_supplies()
        return True

    def action_distribute(self):
        for cycle in self:
            super(OffOrderCycle, cycle._for_all_operators()).action_distribute()
        return True

    def action_settle(self):
        for cycle in self:
            super(OffOrderCycle, cycle._for_all_operators()).action_settle()
        return True

    def action_cancel(self):
        for cycle in self:
            super(OffOrderCycle, cycle._for_all_operators()).action_cancel()
        return True

    def _preview_change(self, line, share, outcome):
        """Extends: whose order it is at another operator is not the coordinator's to
        know."""
        told = super()._preview_change(line, share, outcome)
        if line.company_id != self.company_id:
            hub = line.order_id.off_hub_id
            told.update(order="", customer=self.env._("A customer of %s", hub.name))
        return told
