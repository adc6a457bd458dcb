from odoo import models

from odoo.addons.off_hub_network.tools.words import write_number


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_other_balances(self, company):
        """Extends: the containers that a household has."""
        balances = super()._off_get_other_balances(company)
        out = self.env["off.deposit.return"]._get_out(company, self)
        if out:
            text = ", ".join(
                f"{write_number(self.env, number)} {container.with_env(self.env).name}"
                for container, number in out.items()
            )
            balances.append((self.env._("To bring back"), text))
        return balances
