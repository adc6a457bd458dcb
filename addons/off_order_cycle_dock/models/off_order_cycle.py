from odoo import fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def action_open_dock(self):
        """Receive the goods of this cycle."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "off_order_cycle_dock.dock_action"
        )
        return action | {
            "display_name": self.env._("Dock: %s", self.name),
            "params": {"cycle_id": self.id},
            "context": {"active_id": self.id, "active_model": self._name},
        }

    def action_distribute(self):
        """Extends: what is past its date is not handed over unless somebody accepted
        it. Odoo would ask who validates a transfer, and leave it undone: a button of
        the cycle has nobody to ask."""
        for cycle in self:
            cycle._off_check_dates()
        cycles = self.with_context(skip_expired=True)
        return super(OffOrderCycle, cycles).action_distribute()

    def _off_check_dates(self):
        past = self.allocation_ids.lot_id.filtered(
            lambda lot: (
                lot.expiration_date
                and lot.expiration_date < fields.Datetime.now()
                and not lot.off_past_accepted
            )
        )
        if past:
            raise UserError(
                self.env._(
                    "%(cycle)s: the date of these is past: %(lots)s. Take them out "
                    "under “Allocations”, or tick “Accepted past its date” on the lot.",
                    cycle=self.name,
                    lots=", ".join(
                        f"{lot.product_id.display_name} ({lot.name})" for lot in past
                    ),
                )
            )
