from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class TraceCommon(CycleCommon):
    """A closed cycle of operator A: leeks come in lots, carrots without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leeks.write({"is_storable": True, "tracking": "lot"})
        cls.product.is_storable = True
        cls.producer.email = "grower@example.org"
        cls.families[0].write({"phone": "0102030405", "email": "f0@example.org"})
        cls.families[1].phone = "0607080910"
        cls.orders = cls.env["sale.order"].union(
            *(
                cls._create_order({cls.leeks: 2 + n, cls.product: 1}, family)
                for n, family in enumerate(cls.families)
            )
        )
        cls.stockist = cls._create_staff("stock_a", cls.company_a)

    @classmethod
    def _create_staff(cls, login, company, groups="stock.group_stock_user"):
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def _trace(self, user=None):
        user = user or self.stockist
        return (
            self.env["off.trace"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def _receive_lots(self, lots):
        """Receive leeks in lots, carrots as ordered.

        :param lots: ``{lot name: quantity}``
        """
        receipt = self.cycle.picking_ids.filtered(
            lambda one: one.picking_type_code == "incoming"
        )
        move = receipt.move_ids.filtered(lambda one: one.product_id == self.leeks)
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "picking_id": receipt.id,
                    "product_id": self.leeks.id,
                    "lot_name": name,
                    "quantity": quantity,
                }
                for name, quantity in lots.items()
            ]
        )
        self._receive()
        return receipt

    def _lot(self, name, company=None):
        return self.env["stock.lot"].search(
            [
                ("name", "=", name),
                ("product_id", "=", self.leeks.id),
                ("company_id", "=", (company or self.company_a).id),
            ]
        )

    def _hand_over(self, lots):
        self.cycle.action_close()
        receipt = self._receive_lots(lots)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        return receipt

    def _balance(self, goods):
        return {row["kind"]: row["quantity"] for row in goods["balance"]}
