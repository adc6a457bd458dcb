from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class SolidarityCommon(CycleCommon):
    """Hub A has a fund with 20.00 and two levels: "Half", which is granted, and "Less",
    80 %, which anybody may choose. Carrots at 2.50, leeks at 3.00, 15 % included."""

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
        cls.fund = cls.env["off.solidarity.fund"].create(
            {"name": "Mutual aid", "company_id": cls.company_a.id}
        )
        cls.hub_a.solidarity_fund_id = cls.fund
        cls.half, cls.less = cls.env["off.solidarity.level"].create(
            [
                {"name": "Half", "hub_id": cls.hub_a.id, "percent": 50},
                {
                    "name": "Less",
                    "hub_id": cls.hub_a.id,
                    "percent": 80,
                    "is_free": True,
                },
            ]
        )
        cls._fill_fund(20)
        cls.grantor = cls._create_staff(
            "grantor", "off_order_cycle_solidarity.group_solidarity"
        )
        cls.keeper = cls._create_staff(
            "keeper",
            "off_hub_network.group_hub_manager,base.group_allow_export,"
            "sales_team.group_sale_salesman_all_leads",
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

    @classmethod
    def _fill_fund(cls, amount):
        """What was given before, in the ledger."""
        Account = cls.env["account.account"].with_company(cls.company_a)
        cash = Account.search(
            [
                ("account_type", "=", "asset_current"),
                ("company_ids", "in", cls.company_a.ids),
            ],
            limit=1,
        )
        move = (
            cls.env["account.move"]
            .with_company(cls.company_a)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create({"account_id": cash.id, "debit": amount}),
                        Command.create(
                            {"account_id": cls.fund.account_id.id, "credit": amount}
                        ),
                    ],
                }
            )
        )
        move.action_post()
        return move

    @classmethod
    def _grant(cls, partner=None, level=None, **values):
        return (
            cls.env["off.solidarity.grant"]
            .with_user(cls.grantor)
            .create(
                {
                    "partner_id": (partner or cls.families[0]).id,
                    "level_id": (level or cls.half).id,
                    "date_end": fields.Date.today() + timedelta(days=30),
                    **values,
                }
            )
        )

    def _get_draw(self, order):
        return self.env["off.solidarity.draw"].search([("order_id", "=", order.id)])

    def _read_fund(self):
        self.fund.invalidate_recordset()
        return self.fund.balance, self.fund.reserved, self.fund.available

    def _settle(self, received=None):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
