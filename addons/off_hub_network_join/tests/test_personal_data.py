from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import JoinCommon


@tagged("post_install", "-at_install")
class TestPersonalData(JoinCommon):
    def _age(self, request, field, delta):
        request.flush_recordset()
        self.env.cr.execute(
            f"UPDATE off_join_request SET {field} = %s WHERE id = %s",
            [fields.Datetime.now() - delta, request.id],
        )
        request.invalidate_recordset()

    def _collect(self):
        self.env["off.join.request"]._gc_personal_data()

    def test_refused_requests_are_deleted_after_six_months(self):
        refused, kept, approved = (
            self._ask(email=f"{name}@x.example") for name in ("a", "b", "c")
        )
        refused._refuse("No")
        kept._refuse("No")
        approved.action_approve()
        self._age(refused, "date_decided", relativedelta(months=6, days=1))
        self._age(kept, "date_decided", relativedelta(months=5))
        self._age(approved, "date_decided", relativedelta(years=1))
        message = refused.message_ids[:1]
        self._collect()
        self.assertFalse(refused.exists() or message.exists())
        self.assertTrue(kept.exists() and approved.exists())

    def test_unconfirmed_requests_are_deleted_after_a_week(self):
        old, new, waiting = self._submit(), self._submit(), self._ask()
        self._age(old, "create_date", timedelta(days=8))
        self._age(new, "create_date", timedelta(days=6))
        self._age(waiting, "create_date", timedelta(days=90))
        self._collect()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists() and waiting.exists())

    def test_where_a_request_came_from_is_forgotten_after_a_day(self):
        request = self.env["off.join.request"]._submit(self._fill_in(), "fingerprint")
        self._collect()
        self.assertEqual(request.origin, "fingerprint")
        self._age(request, "create_date", timedelta(hours=25))
        self._collect()
        self.assertFalse(request.origin)
