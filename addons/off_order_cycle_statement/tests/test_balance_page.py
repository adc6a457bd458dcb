from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import StatementCommon


@tagged("post_install", "-at_install")
class TestBalancePage(StatementCommon, HttpCase):
    """A household reads its own account, whoever of it is logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.other, cls.stranger = (
            cls._create_login(name, household)
            for name, household in (
                ("ann", cls.families[0]),
                ("other", cls.families[1]),
                ("stranger", cls.env["res.partner"]),
            )
        )

    @classmethod
    def _create_login(cls, name, household):
        contact = cls.env["res.partner"].create(
            {"name": name, "parent_id": household.id}
        )
        return cls.env["res.users"].create(
            {
                "login": name,
                "password": name * 3,
                "partner_id": contact.id,
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )

    def _look(self, user):
        self.authenticate(user.login, user.login * 3)
        page = self.url_open("/my/balance")
        self.assertEqual(page.status_code, 200)
        return page.text

    def _get_pages(self, user):
        return self.env["off.statement"]._get_pages(user.partner_id)

    def _get_total(self, user):
        return sum(page["balance"] for page in self._get_pages(user))

    def test_what_is_ordered_and_paid_is_told_before_it_is_invoiced(self):
        (page,) = self._get_pages(self.ann)
        self.assertEqual((page["balance"], page["closing"]), (5, 0))
        self.assertEqual(page["waiting"], [(self.orders[0], 5)])
        self._pay(self.families[0], 3)
        text = self._look(self.ann)
        for told in (self.orders[0].name, self.company_a.name, "2.00", "To pay"):
            self.assertIn(told, text)
        self.assertNotIn(self.orders[1].name, text)

    def test_after_the_hand_over_it_is_what_was_given(self):
        self.cycle.action_close()
        self._receive({self.product: 2})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        balances = [self._get_total(user) for user in (self.ann, self.other)]
        self.assertEqual(sum(balances), 5)
        self.cycle.action_settle()
        self.assertEqual(
            [self._get_total(user) for user in (self.ann, self.other)], balances
        )
        (page, *_more) = self._get_pages(self.ann)
        self.assertFalse(page["waiting"])
        self.assertIn(self.orders[0].invoice_ids.name, self._look(self.ann))

    def test_who_paid_too_much_has_it_in_hand(self):
        self._settle()
        self._pay(self.families[1], 10)
        text = self._look(self.other)
        self.assertIn("You have in hand", text)
        self.assertIn("7.50", text)
        self.assertNotIn("Family 0", text)

    def test_a_producer_reads_what_it_is_owed(self):
        self._hand_over()
        grower = self._create_login("grower", self.producer)
        (page,) = self._get_pages(grower)
        purchase = self.cycle.purchase_ids
        self.assertEqual(page["side"], "producer")
        self.assertEqual(page["waiting"], [(purchase, purchase.amount_total)])
        self.cycle.action_settle()
        self.assertEqual(self._get_pages(grower)[0]["balance"], purchase.amount_total)
        bills = purchase.invoice_ids
        bills.invoice_date = bills.date
        bills.action_post()
        (page,) = self._get_pages(grower)
        self.assertEqual((page["waiting"], page["balance"]), ([], bills.amount_total))
        self.assertIn("You are to be paid", self._look(grower))

    def test_who_has_nothing_is_told_so(self):
        self.assertIn("Nothing to show", self._look(self.stranger))
        self.assertNotIn("/my/balance", self.url_open("/my/home").text)
        self.assertIn("Nothing to show", self._look(self.stranger))

    def test_the_card_is_on_the_home_page(self):
        self._look(self.ann)
        self.assertIn("/my/balance", self.url_open("/my/home").text)

    def test_visitors_log_in_first(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/balance").url)

    def test_a_producer_reads_each_sale_and_nobody_else_does(self):
        self._settle()
        farmer = self._create_login("farmer", self.producer)
        page = self._look(farmer)
        path = f"/my/balance/{self.company_a.id}/sale/{self.cycle.id}"
        self.assertIn(path, page)
        text = self.url_open(path)
        self.assertEqual(text.status_code, 200)
        self.assertIn(self.cycle.purchase_ids.invoice_ids.name, text.text)
        self.assertIn(self.product.name, text.text)
        self.assertNotIn("3.0000", text.text)
        elsewhere = f"/my/balance/{self.company_b.id}/sale/{self.cycle.id}"
        self.assertEqual(self.url_open(elsewhere).status_code, 404)
        group = self.env["res.partner"].create({"name": "Group", "is_company": True})
        self.producer.parent_id = group
        parent = self._create_login("parent", group)
        for user in (self.ann, self.stranger, parent):
            self.assertNotIn("/sale/", self._look(user))
            self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(path).url)
