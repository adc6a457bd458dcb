from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_other_balances(self, company):
        """Hook: what an operator keeps for this household beside its account.

        Read with all rights: show it to whom it concerns.

        :return: list of (label, text)
        """
        return []
