from odoo import models


class OffExchange(models.Model):
    """What a customer may choose at the basket. Called for who is logged in only."""

    _inherit = "off.exchange"

    def _get_solidarity(self, partner):
        """
        :return: None where the hub has no fund, else ``{"levels": that this customer
            may choose, "granted": that it has}``
        """
        self.ensure_one()
        hub = self.sudo().hub_id
        if not self.env["off.solidarity.fund"]._exist() or not hub.solidarity_fund_id:
            return None
        granted = self.env["off.solidarity.grant"]._get_levels([(hub, partner)])
        own = granted.get(
            (hub, partner.sudo().commercial_partner_id),
            self.env["off.solidarity.level"].sudo(),
        )
        free = (
            self.env["off.solidarity.level"]
            .sudo()
            .search([("hub_id", "=", hub.id), ("is_free", "=", True)])
        )
        return {"levels": (own | free), "granted": own}

    def _get_solidarity_choice(self, partner, text):
        """The level that ``text`` asks for, as far as this customer may have it.

        :param text: id, "0" for the full price, None for what is granted
        :return: off.solidarity.level
        """
        found = self._get_solidarity(partner)
        if not found:
            return self.env["off.solidarity.level"].sudo()
        if text is None:
            return found["granted"]
        return found["levels"].filtered(lambda level: str(level.id) == text)
