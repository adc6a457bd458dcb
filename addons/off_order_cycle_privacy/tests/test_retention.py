from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import off_retention_rule
from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestRetention(PrivacyCommon):
    """What was kept long enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["off.retention.rule"].search(
            [("company_id", "=", cls.company_a.id)]
        )
        cls.old = fields.Datetime.now() - relativedelta(months=40)

    def _get_rule(self, kind):
        return self.rules.filtered(lambda rule: rule.kind == kind)

    def _age(self, records, *columns):
        self.env.flush_all()
        for column in columns or ("create_date", "write_date"):
            self.env.cr.execute(
                f"UPDATE {records._table} SET {column} = %s WHERE id = ANY(%s)",
                [self.old, records.ids],
            )
        self.env.invalidate_all()

    def _run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("off_order_cycle_privacy.cron_retain").method_direct_trigger()
        self.env.invalidate_all()

    def test_an_operator_starts_with_the_usual_times(self):
        self.assertEqual(self._get_rule("customer").months, 36)
        self.assertTrue(all(self.rules.mapped("source")))
        self.assertFalse(any(self.rules.mapped("is_on")), "nothing goes by itself")
        count = len(self.rules)
        self.env["off.retention.rule"]._propose(self.company_a)
        self.assertEqual(
            self.env["off.retention.rule"].search_count(
                [("company_id", "=", self.company_a.id)]
            ),
            count,
        )

    def test_who_did_nothing_for_long_is_erased(self):
        rule = self._get_rule("customer")
        old = self.env["res.partner"].create(
            {"name": "Old Friend", "email": "old@example.org"}
        )
        old.off_company_ids = self.company_a
        owing = old.copy({"name": "Old Debtor"})
        owing.off_company_ids = self.company_a
        recent = old.copy({"name": "Old Buyer"})
        recent.off_company_ids = self.company_a
        foreign = old.copy({"name": "Old Stranger"})
        foreign.off_company_ids = self.company_b
        self._create_order({self.leeks: 1}, recent)
        self._age(old | owing | recent | foreign | self.lea)
        self.assertEqual(rule._get_old(), old | owing, "Léa has a new login")
        preview = (
            self.env["off.retention.preview"]
            .with_user(self.coordinator_a)
            ._make(rule.with_user(self.coordinator_a))
        )
        self.assertEqual(set(preview.line_ids.mapped("res_id")), {old.id, owing.id})
        self.assertEqual(old.name, "Old Friend", "looking touches nothing")
        self._make_debt(owing)
        self._run_cron()
        self.assertEqual(old.name, "Old Friend", "the rule is not on")
        rule.is_on = True
        self._run_cron()
        self.assertEqual(old.name, f"Erased person {old.id}")
        self.assertEqual(owing.name, "Old Debtor")
        self.assertEqual(recent.name, "Old Buyer")
        self.assertEqual(foreign.name, "Old Stranger")
        self._run_cron()
        self.assertFalse(rule._get_old() & old)

    def _make_debt(self, partner):
        account = partner.with_company(self.company_a).property_account_receivable_id
        other = self.env["account.account"].search(
            [
                ("company_ids", "in", self.company_a.ids),
                ("account_type", "=", "income"),
            ],
            limit=1,
        )
        self.env["account.move"].create(
            {
                "company_id": self.company_a.id,
                "date": self.old.date(),
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": 3,
                        },
                    ),
                    (0, 0, {"account_id": other.id, "balance": -3}),
                ],
            }
        ).action_post()

    def test_old_carts_go_and_orders_stay(self):
        cart = self._create_order({self.leeks: 1}, self.lea, confirm=False)
        fresh = self._create_order({self.leeks: 1}, self.families[0], confirm=False)
        order = self._create_order({self.leeks: 1}, self.families[1])
        self._age(cart | order)
        rule = self._get_rule("cart")
        self.assertEqual(rule._get_old(), cart)
        rule.is_on = True
        self._run_cron()
        self.assertFalse(cart.exists())
        self.assertTrue(fresh.exists() and order.exists())

    def _make_old_carts(self, count):
        carts = self.env["sale.order"].create(
            [
                {"partner_id": self.lea.id, "company_id": self.company_a.id}
                for _number in range(count)
            ]
        )
        self._age(carts)
        return carts

    def _refuse(self, refused):
        """Of these carts none can be deleted."""
        unlink = type(refused).unlink

        def fail(records):
            if records & refused:
                raise ValueError("It is needed.")
            return unlink(records)

        self.patch(type(refused), "unlink", fail)

    @mute_logger(off_retention_rule.__name__)
    def test_what_cannot_be_deleted_keeps_back_no_other(self):
        carts = self._make_old_carts(7)
        self._refuse(carts[0] | carts[4])
        rules = self._get_rule("cart") | self._get_rule("notice")
        rules.is_on = True
        with patch.object(off_retention_rule, "BATCH", 3):
            self._run_cron()
        self.assertEqual(carts.exists(), carts[0] | carts[4])
        self.assertEqual((carts[0] | carts[4]).mapped("state"), ["draft", "draft"])
        self.assertEqual(rules.mapped("position"), [0, 0])

    @mute_logger(off_retention_rule.__name__)
    def test_who_cannot_be_erased_keeps_back_no_other(self):
        people = self.env["res.partner"].create(
            [{"name": f"Old {number}"} for number in range(5)]
        )
        people.off_company_ids = self.company_a
        self._age(people)
        rule = self._get_rule("customer")
        rule.is_on = True
        erase = type(people)._off_anonymise

        def fail(person, everybody):
            if person.id == people[1].id:
                raise ValueError("A fault of an add-on")
            return erase(person, everybody)

        self.patch(type(people), "_off_anonymise", fail)
        with patch.object(off_retention_rule, "BATCH", 2):
            self._run_cron()
        self.assertEqual(
            people.mapped("name"),
            [
                "Old 1" if one == people[1] else f"Erased person {one.id}"
                for one in people
            ],
        )
        self.assertTrue(people[1].active)

    def test_more_than_a_batch_is_done(self):
        carts = self._make_old_carts(off_retention_rule.BATCH + 2)
        self._get_rule("cart").is_on = True
        self._run_cron()
        self.assertFalse(carts.exists())

    @mute_logger(off_retention_rule.__name__)
    def test_where_the_time_is_over_it_goes_on_where_it_stopped(self):
        carts = self._make_old_carts(5)
        self._refuse(carts[0])
        cart, notice = self._get_rule("cart"), self._get_rule("notice")
        (cart | notice).is_on = True
        seen = []
        apply = type(cart)._apply

        def note(rule, records):
            seen.append((rule.kind, records.ids))
            return apply(rule, records)

        told = []

        def be_over(cron, processed=0, *, remaining=None, **_kw):
            told.append(remaining)
            return 0

        self.patch(type(cart), "_apply", note)
        self.patch(type(self.env["ir.cron"]), "_commit_progress", be_over)
        old = type(cart)._get_old

        def find(rule, limit=None):
            # The second rule has something to do that stays.
            return carts[:1] if rule == notice else old(rule, limit)

        self.patch(type(cart), "_get_old", find)
        with patch.object(off_retention_rule, "BATCH", 2):
            for _night in range(4):
                self.env["off.retention.rule"]._cron_retain()
        self.assertEqual(
            seen,
            [
                ("cart", carts[:2].ids),
                ("cart", carts[2:4].ids),
                ("cart", carts[4:].ids),
                ("notice", carts[:1].ids),
            ],
        )
        self.assertEqual(told, [4, 2, 1, 0])
        self.assertEqual((cart | notice).mapped("position"), [0, 0])

    @mute_logger(off_retention_rule.__name__)
    def test_a_rule_that_fails_stops_no_other(self):
        carts = self._make_old_carts(1)
        rules = self._get_rule("customer") | self._get_rule("cart")
        rules.is_on = True

        def fail(_rule, _before):
            raise ValueError("A fault of an add-on")

        self.patch(type(rules), "_get_old_customer", fail)
        self._run_cron()
        self.assertFalse(carts.exists())

    def test_each_kind_has_its_actions(self):
        for kind, action in (
            ("cart", "archive"),
            ("cart", "anonymise"),
            ("login", "archive"),
            ("customer", "delete"),
        ):
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                self._get_rule(kind).action = action
        self._get_rule("customer").action = "archive"
        self.assertEqual(self._get_rule("customer").action, "archive")

    def test_old_customers_can_be_archived(self):
        old = self.env["res.partner"].create({"name": "Old Friend"})
        old.off_company_ids = self.company_a
        self._age(old)
        self._get_rule("customer").write({"action": "archive", "is_on": True})
        self._run_cron()
        self.assertEqual((old.name, old.active), ("Old Friend", False))

    def test_the_newest_login_of_each_is_kept(self):
        other = new_test_user(
            self.env,
            "other_customer",
            "base.group_portal",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        Log = self.env["res.users.log"]
        hers = Log.with_user(self.login).sudo().create([{}, {}, {}])
        theirs = Log.with_user(other).sudo().create([{}])
        staff = Log.with_user(self.coordinator_a).sudo().create([{}, {}])
        self._age(hers | theirs | staff, "create_date")
        rule = self._get_rule("login")
        self.assertEqual(rule._get_old().ids, hers[:2].ids)
        rule.is_on = True
        self._run_cron()
        left = self.env["res.users.log"].sudo()
        self.assertEqual(
            left.search([("create_uid", "in", (self.login | other).ids)]).ids,
            [*theirs.ids, hers[2].id],
        )
        self.assertEqual(len(staff.exists()), 2, "of staff it is not")

    def test_who_logged_in_lately_is_no_old_customer_though_the_login_ended(self):
        rule = self._get_rule("customer")
        self._age(self.lea)
        self._age(self.login, "create_date")
        self.assertIn(self.lea, rule._get_old())
        self.env["res.users.log"].with_user(self.login).sudo().create({})
        self.env.invalidate_all()
        self.login.action_archive()
        self.assertNotIn(self.lea, rule._get_old())

    def test_withdrawn_consents_go_and_given_ones_stay(self):
        given = self.env.ref("off_order_cycle_privacy.purpose_newsletter")
        ended = self.env.ref("off_order_cycle_privacy.purpose_photo")
        Consent = self.env["off.consent"]
        for purpose, is_given in ((given, True), (ended, True), (ended, False)):
            Consent._record(self.lea, self.company_a, purpose, is_given, "staff")
        history = Consent.search([("partner_id", "=", self.lea.id)])
        self.old = fields.Datetime.now() - relativedelta(months=70)
        self._age(history, "date")
        rule = self._get_rule("consent")
        self.assertEqual(
            rule._get_old(), history.filtered(lambda one: one.purpose_id == ended)
        )
        rule._apply(rule._get_old())
        self.assertEqual(
            Consent.search([("partner_id", "=", self.lea.id)]).purpose_id, given
        )

    def test_no_rule_touches_documents_of_accounting(self):
        invoice = self._make_invoice()
        self._pay(invoice)
        counts = {
            model: self.env[model].search_count(
                [("company_id", "=", self.company_a.id)]
            )
            for model in ("account.move", "account.move.line", "account.payment")
        }
        self._age(invoice)
        self.rules.write({"is_on": True, "months": 1})
        self._run_cron()
        for model, count in counts.items():
            self.assertEqual(
                self.env[model].search_count([("company_id", "=", self.company_a.id)]),
                count,
            )

    def test_every_kind_says_what_is_old(self):
        for rule in self.rules:
            with self.subTest(kind=rule.kind):
                self.assertFalse(rule._get_old())
        self.assertEqual(
            set(self.rules.mapped("kind")),
            set(dict(self.rules._fields["kind"]._description_selection(self.env))),
        )

    def test_wrong_users_are_refused(self):
        rule = self._get_rule("cart")
        self.assertTrue(rule.with_user(self.coordinator_a).action_preview())
        manager = self._create_user(
            "manager_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        for user in (manager, self.coordinator_b, self.login):
            theirs = rule.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                theirs.action_preview()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                theirs.write({"months": 1})
        with self.assertRaises(AccessError):
            rule.with_user(self.coordinator_a).company_id = self.company_b
