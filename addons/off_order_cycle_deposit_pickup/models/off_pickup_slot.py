from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.off_order_cycle_pickup.models import off_pickup_slot_act
from odoo.addons.off_order_cycle_pickup.models.refused import Refused

off_pickup_slot_act.ACTS["empties"] = "_off_act_empties"


class OffPickupSlot(models.Model):
    """Who hands over takes back the jars that people bring (rule 25)."""

    _inherit = "off.pickup.slot"

    def _off_read(self):
        """Extends: how many of each container every household has."""
        told = super()._off_read()
        households = self.env["res.partner"].browse(
            [one["id"] for one in told["households"]]
        )
        lines = self.env["off.deposit.return"]._get_out_lines(
            self[0].company_id, households
        )
        out = defaultdict(lambda: defaultdict(int))
        for line in lines:
            household = line.order_partner_id.commercial_partner_id.id
            out[household][line.product_id] += line._off_get_left()
        for one in told["households"]:
            one["empties"] = [
                {
                    "id": container.id,
                    "name": container.with_env(self.env)
                    .with_context(display_default_code=False)
                    .display_name,
                    "out": number,
                }
                for container, number in sorted(
                    out[one["id"]].items(), key=lambda item: item[0].name
                )
            ]
        return told

    def _off_act_empties(self, act):
        """``household``, ``product``: a container, and ``quantity`` that came back."""
        orders = self._off_get_household_orders(act)
        household = orders[0].partner_id.commercial_partner_id
        quantity = self._off_read_number(act, "quantity")
        number = int(quantity)
        if number != quantity:
            raise UserError(self.env._("Containers come back whole: write a number."))
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
