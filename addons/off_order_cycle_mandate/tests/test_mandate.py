from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import MandateCommon


@tagged("post_install", "-at_install")
class TestMandate(MandateCommon):
    def test_one_at_a_time(self):
        second = self._create_mandate()
        with self.assertRaises(ValidationError) as caught:
            second.action_sign()
        self.assertIn("in force already", str(caught.exception))
        self._create_mandate(kind="billing").action_sign()
        self.mandate.action_end()
        second.action_sign()

    def test_terms_stay_once_signed(self):
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.mandate.commission = 5
        with self.assertRaisesRegex(UserError, "End it|end it"):
            self.mandate.unlink()
        self.mandate.reference = "M-7"

    def test_it_holds_within_its_days(self):
        today = fields.Date.context_today(self.mandate)
        Mandate = self.env["off.producer.mandate"]

        def find(day):
            return Mandate._get_in_force(self.company_a, self.producer, "selling", day)

        self.assertEqual(find(today), self.mandate)
        self.assertFalse(find(today - timedelta(days=1)))
        self.mandate.date_end = today + timedelta(days=3)
        self.assertTrue(find(today + timedelta(days=3)))
        self.assertFalse(find(today + timedelta(days=4)))

    def test_exact_books_only(self):
        self.mandate.action_end()
        self.company_a.tax_calculation_rounding_method = "round_globally"
        with self.assertRaisesRegex(UserError, "line by line"):
            self._create_mandate().action_sign()

    def test_state_is_written_by_steps_alone(self):
        draft = self._create_mandate().with_user(self.accountant)
        with self.assertRaises(AccessError):
            draft.state = "signed"
        with self.assertRaises(AccessError):
            draft.create(
                {
                    "producer_id": self.producer.id,
                    "company_id": self.company_a.id,
                    "state": "signed",
                }
            )

    def test_other_operators_do_not_see_it(self):
        stranger = new_test_user(
            self.env,
            "books_b",
            "account.group_account_invoice,off_hub_network.group_coordinator",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        mandates = self.env["off.producer.mandate"].with_user(stranger)
        self.assertFalse(mandates.search([]))
        with self.assertRaises(AccessError):
            self.mandate.with_user(stranger).read(["commission"])
        with self.assertRaises(AccessError):
            self.mandate.with_user(stranger).action_end()

    def test_volunteers_cannot_change_it(self):
        user = new_test_user(
            self.env,
            "manager_a",
            "off_hub_network.group_hub_manager",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        mandate = self.mandate.with_user(user)
        self.assertEqual(mandate.kind, "selling")
        with self.assertRaises(AccessError):
            mandate.action_end()
        with self.assertRaises(AccessError):
            mandate.reference = "x"
