"""Whatever is sold: each term of a result is what the ledger has, to the cent."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .market import FILLED, RATES, MarketCase, common

INCOME = ("income", "income_other")
EXPENSE = ("expense", "expense_direct_cost")
SALES = ("out_invoice", "out_refund")


@dataclass(frozen=True)
class Good:
    """:ivar asked: by the producer for one, cents
    :ivar added, added_b: by hub A and hub B
    :ivar wanted: by two families of hub A and one of hub B
    :ivar came: how many
    :ivar grams: of one that is estimated at 1 kg, where it is weighed
    :ivar rate: of its tax
    :ivar agency: whether A sells it in its producer's name
    :ivar jars: that it comes in
    """

    asked: int
    added: int
    added_b: int
    wanted: tuple
    came: int
    grams: int | None
    rate: float | None
    agency: bool
    jars: int


@dataclass(frozen=True)
class Fees:
    shared: int
    own: int
    carried: int
    tax_rule: str


goods = st.builds(
    Good,
    asked=st.integers(1, 900),
    added=st.integers(-20, 150),
    added_b=st.integers(0, 150),
    wanted=st.tuples(st.integers(0, 6), st.integers(1, 4), st.integers(0, 4)),
    came=st.integers(0, 14),
    grams=st.sampled_from([None, 870, 1130]),
    rate=st.sampled_from([None, *RATES]),
    agency=st.booleans(),
    jars=st.integers(0, 2),
)
fees = st.builds(
    Fees,
    shared=st.integers(0, 300),
    own=st.integers(0, 300),
    carried=st.integers(0, 300),
    tax_rule=st.sampled_from(["none", "inherit"]),
)


@tagged("post_install", "-at_install")
class TestInvariant(MarketCase):
    @settings(common, max_examples=8)
    @given(
        st.lists(goods, min_size=1, max_size=4),
        fees,
        st.tuples(st.booleans(), st.booleans()),  # A, B not liable to VAT
        st.booleans(),  # whether a family has a solidarity price
        st.integers(0, 300),  # gift of the other family, cents
        st.booleans(),  # taxes of what is sold come on top in the books
    )
    def test_terms_are_the_ledger(self, goods, fees, exempt, helped, gift, on_top):
        with self.rolled_back():
            self.live_a_week(goods, fees, exempt, helped, gift, on_top)
            self._check()

    # -- what must hold ----------------------------------------------------------------
    def _check(self):
        self.env.cr.execute(
            "SELECT move_id FROM account_move_line WHERE parent_state = 'posted'"
            " GROUP BY move_id HAVING SUM(balance) <> 0"
        )
        self.assertFalse(self.env.cr.fetchall())
        for company in (self.company_a, self.company_b):
            result = self.cycle_._get_outcome(company)
            self._check_invoiced(company, result)
            self._check_bought(company, result)
            self._check_books(company, result)
            self._check_statements(company)
        self._check_prices()
        self._check_vat()
        self._check_producers()
        self._check_operators()

    def _read(self, company, *kinds, partner=None, account=None):
        """What the ledger has, a debt or income above zero."""
        query = """
            SELECT COALESCE(-SUM(l.balance), 0)
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
             WHERE l.company_id = %s AND l.parent_state = 'posted'
               AND (%s OR a.account_type = ANY(%s))
               AND (%s IS NULL OR l.partner_id = %s)
               AND (%s IS NULL OR l.account_id = %s)
        """
        self.env.cr.execute(
            query,
            [
                company.id,
                not kinds,
                list(kinds),
                partner and partner.id,
                partner and partner.id,
                account and account.id,
                account and account.id,
            ],
        )
        return float(self.env.cr.fetchone()[0])

    def _check_invoiced(self, company, result):
        orders = self.orders.filtered(lambda one: one.company_id == company)
        invoices = orders.invoice_ids
        self.assertEqual(set(invoices.mapped("state")) - {"posted"}, set())
        self.assertAlmostEqual(
            result["invoiced"], sum(invoices.mapped("amount_total_signed")), 2
        )
        # The terms are summed up one by one: what none has is a matter of cents.
        lines = len(orders.order_line)
        self.assertLessEqual(abs(result["rounding"]), 0.011 * lines)
        self.assertEqual(result["to_invoice"], 0)
        receivable = sum(
            -self._read(company, "asset_receivable", partner=family)
            for family in self.families
        )
        self.assertAlmostEqual(result["invoiced"], receivable, 2)

    def _check_prices(self):
        """What the shop asks is what is charged, whatever the books do with taxes."""
        for line in self.orders.order_line.filtered("off_offer_id"):
            asked = line.off_offer_id.price * line.product_uom_qty
            self.assertAlmostEqual(line.price_total, asked, 2)

    def _check_vat(self):
        """An operator that is not liable owes no tax and deducts none; what one deducts
        is what the other charged."""
        names = (self.company_a, self.company_b)
        for company, other in (names, names[::-1]):
            moves = self.env["account.move"].search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("partner_id", "=", other.partner_id.id),
                    ("move_type", "in", SALES),
                ]
            )
            mirrored = self.env["account.move"].search(
                [
                    ("company_id", "=", other.id),
                    ("state", "=", "posted"),
                    ("partner_id", "=", company.partner_id.id),
                    ("move_type", "not in", SALES),
                    ("move_type", "!=", "entry"),
                ]
            )
            charged = sum(moves.mapped("amount_tax_signed"))
            deducted = -sum(mirrored.mapped("amount_tax_signed"))
            self.assertAlmostEqual(deducted, 0 if other.off_vat_exempt else charged, 2)
            if company.off_vat_exempt:
                self.assertEqual(charged, 0)
                shown = self.taxes[company].invoice_repartition_line_ids.account_id
                self.assertEqual(self._read(company, account=shown), 0)

    def _check_bought(self, company, result):
        if company == self.company_a:
            self.assertAlmostEqual(
                result["billed"],
                self._read(company, "liability_payable", partner=self.producer),
                2,
            )
            owed = self._read(
                company,
                "liability_payable",
                "asset_receivable",
                partner=self.principal,
            )
            self.assertAlmostEqual(result["principals"], owed, 2)
        self.assertAlmostEqual(
            result["producers"]
            - result["stocked"]
            + result["unsold"]
            + result["supplied"]
            + result["billed_otherwise"],
            result["billed"],
            2,
        )

    def _check_books(self, company, result):
        for account_id, amount in result["others"].items():
            account = self.env["account.account"].browse(account_id)
            ledger = self._read(company, account=account)
            if account == self.fund.account_id:
                ledger -= FILLED
            self.assertAlmostEqual(amount, ledger, 2, account.name)
        between = self.env["account.move"].search(
            [
                ("company_id", "=", company.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                (
                    "partner_id",
                    "in",
                    (self.company_a | self.company_b).partner_id.ids,
                ),
            ]
        )
        if not result["unsold"] and not result["supplied"]:
            bought = -self._read(company, *EXPENSE)
            lines = len(self.orders.order_line)
            self.assertLess(abs(result["expense"] - bought), 0.011 * lines)
        income = self._read(company, *INCOME)
        income -= sum(between.mapped("amount_untaxed_signed"))
        self.assertAlmostEqual(result["revenue"], income, 2)

    def _check_statements(self, company):
        for side, kind, sign in (
            ("customer", "asset_receivable", -1),
            ("producer", "liability_payable", 1),
        ):
            told = self.env["off.statement"]._get_statements(
                company, side, "2000-01-01", "2100-01-01"
            )
            self.assertAlmostEqual(
                sum(one["closing"] for one in told.values()),
                sign * self._read(company, kind),
                2,
            )

    def _check_producers(self):
        """What each reads of this sale is what the ledger owes it."""
        told = self.env["off.statement"]._get_cycle_statements(
            self.company_a, self.cycle_
        )
        for producer in (self.producer, self.principal):
            owed = self._read(
                self.company_a,
                "liability_payable",
                "asset_receivable",
                partner=producer,
            )
            one = told.get((self.cycle_, producer)) or {"billed": 0, "open": 0}
            self.assertAlmostEqual(one["billed"], owed, 2)
            self.assertAlmostEqual(one["open"], owed, 2)

    def _check_operators(self):
        rows = self.env["off.operator.balance"].search(
            [("company_id", "in", (self.company_a | self.company_b).ids)]
        )
        self.assertFalse(any(rows.mapped("difference")), rows.read())
        self.assertFalse(any(rows.mapped("drafts")))
        # What was collected for the carrier is owed to it, and to nobody else.
        result = self.cycle_._get_outcome(self.company_b)
        debt = self.company_b.off_fee_account_id
        self.assertEqual(self._read(self.company_b, account=debt), 0)
        owed = self._read(self.company_b, "liability_payable", partner=self.carrier)
        fees = self.env["off.order.fee"].search(
            [("cycle_id", "=", self.cycle_.id), ("company_id", "=", self.company_b.id)]
        )
        of_a = fees.filtered(lambda one: one.beneficiary_id != self.carrier)
        collected = owed + sum(of_a.mapped("amount_final"))
        self.assertAlmostEqual(collected, result["fees_others"], 2)
