from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestReminders(PortalCommon):
    """A producer that does not answer is written to again, each time once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write(
            {"email": "grower@example.org", "lang": "en_US", "phone": "0102030405"}
        )
        cls.cycle.slot_ids.write(
            {
                "date_start": cls.cycle.date_close + timedelta(days=6),
                "date_end": cls.cycle.date_close + timedelta(days=6, hours=2),
            }
        )
        cls._create_order({cls.product: 2})
        cls.cycle.action_close()
        cls.purchase = cls.cycle.purchase_ids
        cls.cron = cls.env.ref("off_order_cycle_portal.ir_cron_remind_producers")

    def _run(self, hours, times=1):
        """Run the scheduled action, so many hours after the closing."""
        told = self.purchase.off_told_on
        with freeze_time(told + timedelta(hours=hours)):
            for _turn in range(times):
                with self.enter_registry_test_mode():
                    self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _get_hours(self):
        """From the mail until the goods are expected."""
        planned = self.purchase.date_planned - self.purchase.off_told_on
        return planned.total_seconds() / 3600

    def _count_mails(self):
        return self.env["mail.mail"].search_count(
            [
                ("model", "=", "purchase.order"),
                ("res_id", "=", self.purchase.id),
                ("subject", "like", "can you bring"),
            ]
        )

    def test_reminders_are_sent_once_each_then_the_coordinator_is_told(self):
        self._run(23)
        self.assertEqual(self._count_mails(), 0)
        self._run(24, times=3)
        self.assertEqual(self._count_mails(), 1)
        self._run(47)
        self.assertEqual(self._count_mails(), 1)
        self._run(48, times=2)
        self.assertEqual(self._count_mails(), 2)
        self.assertFalse(self.purchase.activity_ids)
        self._run(72, times=2)
        self.assertEqual(self._count_mails(), 2)
        self.assertIn("0102030405", self.purchase.activity_ids.note)
        self.assertEqual(len(self.purchase.activity_ids), 1)
        told = self.cycle.message_ids.filtered(
            lambda message: "has not answered" in message.body
        )
        self.assertEqual(len(told), 1)
        self._run(90)
        self.assertEqual(len(self.purchase.activity_ids), 1)

    def test_after_a_downtime_one_is_sent_not_all_that_were_due(self):
        self._run(60, times=2)
        self.assertEqual(self._count_mails(), 1)

    def test_who_answered_is_left_alone(self):
        self.purchase._off_answer(
            {"quantities": {}, "reasons": {}}, self.producer, "link"
        )
        self._run(24)
        self.assertEqual(self._count_mails(), 0)
        self.assertFalse(self.purchase.off_reminder_count)

    def test_an_answer_ends_what_was_to_be_called_about(self):
        self.hub_a.producer_reminder_max = 0
        self._run(self._get_hours() - 24)
        self.assertTrue(self.purchase.activity_ids)
        self.purchase._off_answer(
            {"quantities": {}, "reasons": {}}, self.producer, "link"
        )
        self.assertFalse(self.purchase.activity_ids)

    def test_the_hub_says_how_often_and_until_when(self):
        self.hub_a.write({"producer_reminder_hours": 2, "producer_reminder_max": 1})
        self._run(2, times=2)
        self.assertEqual(self._count_mails(), 1)
        self._run(4)
        self.assertTrue(self.purchase.off_silence_told_on)

    def test_without_reminders_the_coordinator_is_told_in_time(self):
        self.hub_a.producer_reminder_hours = 0
        hours = self._get_hours()
        self._run(hours - 25)
        self.assertFalse(self.purchase.off_silence_told_on)
        self._run(hours - 24)
        self.assertTrue(self.purchase.off_silence_told_on)
        self.assertEqual(self._count_mails(), 0)

    def test_nothing_is_sent_of_what_is_locked_or_cancelled(self):
        self.purchase.action_off_lock_answer()
        self._run(24)
        self.assertEqual(self._count_mails(), 0)
        self.purchase.action_off_unlock_answer()
        self.purchase.button_cancel()
        self._run(24)
        self.assertEqual(self._count_mails(), 0)

    def test_nothing_is_sent_after_the_day(self):
        self._run(24 * 30)
        self.assertFalse(self.purchase.off_silence_told_on)
        self.assertEqual(self._count_mails(), 0)
