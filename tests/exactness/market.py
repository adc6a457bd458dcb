"""Two operators that sell together, with all that may be on a customer's invoice."""

from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings

from odoo import Command, fields
from odoo.tests import TransactionCase

from odoo.addons.off_order_cycle_deposit.tests.common import DepositMixin
from odoo.addons.off_order_cycle_intercompany.tests.common import GuestCommon

RATES = (5.5, 10.0, 20.0)
FILLED = 20.0  # what the fund has at first

common = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    # A cycle takes seconds: a failing one is not made smaller.
    phases=(Phase.explicit, Phase.generate),
)


class MarketCase(DepositMixin, GuestCommon, TransactionCase):
    """Operator A runs a cycle in which hub B of operator B sells too. A has a fund, a
    producer whose goods it sells in its name, and goods in jars; B has a carrier.
    """

    # Odoo takes it from the name of an add-on's module.
    test_module = "off_order_cycle_result"

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        cls.carrier = cls.env["res.partner"].create({"name": "North Carriers"})
        cls.taxes = {}
        cls.categories = {
            rate: cls.env["off.tax.category"].create(
                {"name": f"At {rate:g}", "rate": rate}
            )
            for rate in RATES
        }
        for company in (cls.company_a, cls.company_b):
            company.country_id = cls.env.ref("base.fr")
            company._off_setup_operator("generic_coa")
            account = cls.env["account.account"].create(
                {
                    "name": "VAT",
                    "code": "445900",
                    "account_type": "liability_current",
                    "company_ids": [Command.set(company.ids)],
                }
            )
            cls.taxes[company] = cls.env["account.tax"].union(
                *(
                    cls._create_tax(company, rate, use, account)
                    for rate in RATES
                    for use in ("sale", "purchase")
                )
            )
            company._off_map_taxes()
        return result

    @classmethod
    def _create_tax(cls, company, rate, use, account):
        group = cls.env["account.tax.group"].search(
            [("company_id", "=", company.id)], limit=1
        )
        return cls.env["account.tax"].create(
            {
                "name": f"{rate:g} % {use}",
                "amount": rate,
                "type_tax_use": use,
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
                "tax_group_id": group.id,
                "repartition_line_ids": [
                    Command.create(
                        {
                            "document_type": kind,
                            "repartition_type": part,
                            "account_id": part == "tax" and account.id,
                        }
                    )
                    for kind in ("invoice", "refund")
                    for part in ("base", "tax")
                ],
            }
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jar = cls._create_container("Jar", 0.35)
        cls.principal = cls._create_producer("Farm that sells itself")
        cls._create_link(cls.principal, cls.hub_a)
        cls.mandate = cls.env["off.producer.mandate"].create(
            {
                "kind": "selling",
                "producer_id": cls.principal.id,
                "company_id": cls.company_a.id,
                "commission": 17.5,
                "vat_liable": True,
            }
        )
        cls.mandate.action_sign()
        cls._make_fund()

    @classmethod
    def _make_fund(cls):
        cls.fund = cls.env["off.solidarity.fund"].create(
            {"name": "Mutual aid", "company_id": cls.company_a.id}
        )
        cls.hub_a.solidarity_fund_id = cls.fund
        cls.level = cls.env["off.solidarity.level"].create(
            {"name": "Part", "hub_id": cls.hub_a.id, "percent": 60}
        )
        cash = cls.env["account.account"].search(
            [
                ("account_type", "=", "asset_current"),
                ("company_ids", "in", cls.company_a.ids),
            ],
            limit=1,
        )
        cls.env["account.move"].with_company(cls.company_a).create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({"account_id": cash.id, "debit": FILLED}),
                    Command.create(
                        {"account_id": cls.fund.account_id.id, "credit": FILLED}
                    ),
                ],
            }
        ).action_post()

    @contextmanager
    def rolled_back(self):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.clear()

    def put_taxes_on_top(self):
        for company in (self.company_a, self.company_b):
            # As before any entry, at which Odoo lets it be chosen.
            self.env.cr.execute(
                "UPDATE res_company SET account_price_include = 'tax_excluded'"
                " WHERE id = %s",
                [company.id],
            )
            company.invalidate_recordset()
            self.taxes[company].invalidate_recordset()
            self.env["off.tax.mapping"].search(
                [("company_id", "=", company.id)]
            ).unlink()
            company._off_map_taxes()

    # -- a week ------------------------------------------------------------------------
    def live_a_week(
        self, goods, fees, exempt=(False, False), helped=True, gift=100, on_top=False
    ):
        """From planning to settling, bills posted.

        :param exempt: whether A and B are not liable to VAT
        :param helped: whether a family has a solidarity price
        :param gift: of another, cents
        :param on_top: whether the operators had books with taxes on top of prices
        """
        self.company_a.off_vat_exempt, self.company_b.off_vat_exempt = exempt
        if on_top:
            self.put_taxes_on_top()
        products = self.make_goods(goods)
        self.cycle_ = self.plan(products, fees)
        if helped:
            self.grant(self.families[0])
        self.orders = self.place(self.cycle_, products)
        if gift:
            mine = self.orders.filtered(lambda one: one.partner_id == self.families[1])
            mine._off_set_gift(gift / 100)
        whole = self.cycle_.with_user(self.coordinator_a)
        whole.action_close()
        self.bring(self.cycle_, products)
        whole.action_allocate()
        self.weigh(self.cycle_, products)
        whole.action_distribute()
        whole.action_settle()
        self.post_bills()
        self.env.flush_all()

    def make_goods(self, goods):
        """:return: ``{product: good}``"""
        products = {}
        for number, good in enumerate(goods):
            product = self._create_product(
                f"Good {number}",
                price=good.asked / 100,
                on_demand=True,
                off_producer_id=(self.principal if good.agency else self.producer).id,
            )
            product.off_availability_ids.on_demand = True
            if good.grams:
                product.write(
                    {
                        "off_unit_quantity": 1,
                        "off_unit_uom_id": self.env.ref("uom.product_uom_kgm").id,
                        "off_billed_by_weight": True,
                    }
                )
            if good.rate:
                product.off_tax_category_id = self.categories[good.rate]
            if good.jars:
                self._put_in(product, self.jar, good.jars)
            products[product] = good
        return products

    def plan(self, products, fees):
        """:return: the cycle, open, with the prices and fees of both hubs"""
        cycle = self.env["off.order.cycle"].browse(self._create_cycle().id)
        cycle.fee_ids = self.create_fee("Cold store", fees.shared, self.hub_a)
        own = cycle.outgoing_ids
        own.fee_ids = self.create_fee(
            "Packing",
            fees.own,
            self.hub_a,
            tax_rule=fees.tax_rule,
            calculator="flat_per_item",
        )
        guest = self._join(cycle)
        guest.fee_ids = self.create_fee(
            "Cartage",
            fees.carried,
            self.hub_b,
            beneficiary_id=self.carrier.id,
            account_id=self.company_b.off_fee_account_id.id,
        )
        for edge in (own, guest):
            for offer in edge.offer_ids:
                good = products.get(offer.product_id)
                if good:
                    more = good.added if edge == own else good.added_b
                    offer.price = max(offer.incoming_id.price + more / 100, 0.01)
        cycle.with_user(self.coordinator_a).action_open()
        return cycle

    def create_fee(self, name, cents, hub, **vals):
        return self.env["off.fee"].create(
            {
                "name": name,
                "hub_id": hub.id,
                "calculator": "flat_per_order",
                "amount": cents / 100,
                "tax_rule": "none",
                **vals,
            }
        )

    def place(self, cycle, products):
        """Two families at hub A, one at hub B."""
        orders = self.env["sale.order"]
        own = cycle.outgoing_ids.filtered(lambda one: one.company_id == self.company_a)
        edges = (own, own, cycle.outgoing_ids - own)
        for number, edge in enumerate(edges):
            offered = edge.offer_ids.product_id
            wanted = {
                product: good.wanted[number]
                for product, good in products.items()
                if good.wanted[number] and product in offered
            }
            if wanted:
                orders |= self._order(edge, wanted, self.families[number])
        return orders

    def bring(self, cycle, products):
        receipts = cycle.picking_ids.filtered(
            lambda one: one.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            arrived = products[move.product_id].came
            move.quantity = min(arrived, move.product_uom_qty)
        # Of whom nothing came there is no receipt.
        missing = receipts.filtered(
            lambda one: not any(one.move_ids.mapped("quantity"))
        )
        missing.action_cancel()
        receipts -= missing
        if not receipts:
            return
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()

    def weigh(self, cycle, products):
        for given in cycle.allocation_ids:
            grams = products[given.product_id].grams
            if grams and given.quantity:
                given.weight = given.quantity * grams / 1000

    def grant(self, family):
        grantor = self.env["res.users"].search([("login", "=", "grantor")], limit=1)
        grantor = grantor or self._create_user(
            "grantor", self.company_a, "off_order_cycle_solidarity.group_solidarity"
        )
        self.env["off.solidarity.grant"].with_user(grantor).create(
            {
                "partner_id": family.id,
                "level_id": self.level.id,
                "date_end": fields.Date.today(),
            }
        )

    def post_bills(self):
        bills = self.env["account.move"].search(
            [
                ("company_id", "in", (self.company_a | self.company_b).ids),
                ("move_type", "in", ("in_invoice", "in_refund")),
                ("state", "=", "draft"),
            ]
        )
        for bill in bills:
            bill.invoice_date = bill.date
        bills.action_post()
        return bills
