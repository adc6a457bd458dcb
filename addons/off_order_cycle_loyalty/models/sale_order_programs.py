from odoo import models


class SaleOrder(models.Model):
    """Prices of a cycle are the hub's: Odoo's promotions, points and codes do not
    change its orders, and its eWallet is drawn as goods are (see sale_order_wallet)."""

    _inherit = "sale.order"

    def _off_is_of_cycle(self):
        return bool(self.off_exchange_id)

    def _get_program_domain(self):
        domain = super()._get_program_domain()
        return [*domain, ("id", "=", 0)] if self._off_is_of_cycle() else domain

    def _update_programs_and_rewards(self):
        if self._off_is_of_cycle():
            return None
        return super()._update_programs_and_rewards()

    def _get_claimable_rewards(self, forced_coupons=None):
        if self._off_is_of_cycle():
            return {}
        return super()._get_claimable_rewards(forced_coupons)

    def _get_claimable_and_showable_rewards(self):
        if self._off_is_of_cycle():
            return {}
        return super()._get_claimable_and_showable_rewards()

    def _auto_apply_rewards(self):
        if self._off_is_of_cycle():
            return False
        return super()._auto_apply_rewards()

    def _apply_program_reward(self, reward, coupon, **kwargs):
        if self._off_is_of_cycle():
            return {"error": self._off_say_no_programs()}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _try_apply_code(self, code):
        if self._off_is_of_cycle():
            return {"error": self._off_say_no_programs()}
        return super()._try_apply_code(code)

    def _off_say_no_programs(self):
        return self.env._(
            "Codes and rewards of the shop do not count in an order cycle."
        )

    def _add_loyalty_history_lines(self):
        if self._off_is_of_cycle():
            return None
        return super()._add_loyalty_history_lines()
