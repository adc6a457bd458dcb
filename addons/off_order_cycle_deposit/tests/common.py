from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class DepositMixin:
    @classmethod
    def _create_container(cls, name, deposit):
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "off_deposit": deposit}
        )

    @classmethod
    def _put_in(cls, product, container, each=1):
        product.write({"off_container_id": container.id, "off_container_qty": each})

    def _get_deposits(self, order):
        """``{(name of the container, price): quantity}``"""
        return {
            (line.product_id.name, line.price_unit): line.product_uom_qty
            for line in order.order_line.filtered("off_is_deposit")
        }


class DepositCommon(DepositMixin, CycleCommon):
    """Carrots come in a jar of 0.50, leeks in two bottles of 0.20. Carrots at 2.50,
    leeks at 3.00, 15 % included in both."""

    @classmethod
    def _prepare_books(cls):
        cls.env["off.tax.category"].search([]).rate = 15
        cls.category = cls.env["off.tax.category"].create(
            {"name": "Vegetables", "rate": 15, "sequence": 0}
        )
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        cls.product.product_tmpl_id.off_tax_category_id = cls.category

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jar = cls._create_container("Jar", 0.5)
        cls.bottle = cls._create_container("Bottle", 0.2)
        cls._put_in(cls.product, cls.jar)
        cls._put_in(cls.leeks, cls.bottle, 2)
        cls.account = cls.company_a.off_deposit_account_id
        cls.manager = cls._create_staff(
            "deposit_manager",
            "off_hub_network.group_hub_manager,sales_team.group_sale_salesman_all_leads",
        )

    @classmethod
    def _create_staff(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=cls.company_a.id,
            company_ids=[Command.set(cls.company_a.ids)],
        )

    def _hand_over(self, received=None):
        case = type(self)
        self.addCleanup(setattr, case, "cycle", case.cycle)
        case.cycle = self.cycle
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def _begin_again(self):
        """Another cycle, which takes the place of that of the case in this test."""
        case = type(self)
        self.addCleanup(setattr, case, "exchange", case.exchange)
        self.cycle = self._create_cycle()
        case.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()

    def _take_back(self, partner, **brought):
        """:param brought: number of ``jar`` and ``bottle``"""
        return self.env["off.deposit.return"]._take_back(
            self.company_a,
            partner,
            {getattr(self, name): number for name, number in brought.items()},
        )

    def _get_balance(self, partner=None):
        """What is on the account of deposits, as a debt."""
        domain = [
            ("account_id", "=", self.account.id),
            ("parent_state", "=", "posted"),
        ]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        lines = self.env["account.move.line"].search(domain)
        return round(-sum(lines.mapped("balance")), 2)

    def _read_report(self):
        """``{(customer, container): (out, deposits out, not invoiced, in the books,
        difference)}``"""
        rows = self.env["off.deposit.balance"].search(
            [("company_id", "=", self.company_a.id)]
        )
        rows.invalidate_recordset()
        return {
            (row.partner_id, row.product_id): (
                row.out_qty,
                row.out_amount,
                row.pending_amount,
                row.ledger_amount,
                row.difference,
            )
            for row in rows
        }
