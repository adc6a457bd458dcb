from odoo import models

from odoo.addons.off_order_cycle_pickup.models import off_pickup_slot_act
from odoo.addons.off_order_cycle_pickup.models.refused import Refused

off_pickup_slot_act.ACTS["empties"] = "_off_act_empties"


class OffPickupSlot(models.Model):
    """Who hands over takes back the jars that people bring (rule 25)."""

    _inherit = "off.pickup.slot"

    def _off_read_household(self, household, pairs, older, dues, payments):
        """Extends: how many of each container the household has."""
        told = super()._off_read_household(household, pairs, older, dues, payments)
        out = self.env["off.deposit.return"]._get_out(self[0].company_id, household)
        told["empties"] = [
            {
                "id": container.id,
                "name": container.with_env(self.env)
                .with_context(display_default_code=False)
                .display_name,
                "out": number,
            }
            for container, number in sorted(out.items(), key=lambda one: one[0].name)
        ]
        return told

    def _off_act_empties(self, act):
        """``household``, ``product``: a container, and ``quantity`` that came back."""
        orders = self._off_get_household_orders(act)
        household = orders[0].partner_id.commercial_partner_id
        number = int(self._off_read_number(act, "quantity"))
        out = self.env["off.deposit.return"]._get_out(self[0].company_id, household)
        container = next((one for one in out if one.id == act.get("product")), None)
        if not container:
            raise Refused(
                "gone", self.env._("This household has none of these containers.")
            )
        self.env["off.deposit.return"]._take_back(
            self[0].company_id, household, {container: number}
        )
        name = container.with_context(display_default_code=False).display_name
        return {"household_id": household.id, "text": f"{number} × {name}"}
