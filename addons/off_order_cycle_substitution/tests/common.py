from datetime import timedelta

from odoo import fields

from odoo.addons.off_order_cycle.tests.common_stocked import StockedCommon


class SubstitutionCommon(StockedCommon):
    """Leeks: 6 asked by two families, 2 came. Carrots are in stock, 10 of which 4 are
    ordered; of turnips 3 came more than were ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.families.write({"email": "family@example.org"})
        cls.turnips = cls._create_product("Turnips", price=4.0, on_demand=True)
        cls.cycle.action_cancel()
        cls.cycle = cls._create_cycle()
        cls.exchange = cls.cycle.outgoing_ids
        cls.cycle.action_open()
        cls.first = cls._create_order({cls.leeks: 4, cls.product: 4})
        cls.second = cls._create_order({cls.leeks: 2, cls.turnips: 1}, cls.families[1])
        cls.cycle.action_close()
        cls._receive({cls.leeks: 2, cls.turnips: 4})
        cls.cycle.action_allocate()
        cls.env.flush_all()
        cls.staff = cls.cycle.with_user(cls.coordinator_a)

    def _get_line(self, order, product):
        return order.order_line.filtered(lambda line: line.product_id == product)

    def _propose(self, *rows, hours=5):
        """:param rows: (order, missing product, substitute, quantity, price)"""
        return self.staff._propose_substitutes(
            [
                (self._get_line(order, missing), product, quantity, price)
                for order, missing, product, quantity, price in rows
            ],
            fields.Datetime.now() + timedelta(hours=hours),
        ).with_env(self.env)
