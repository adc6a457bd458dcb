import base64
import io
from datetime import timedelta
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReportCommon


@tagged("post_install", "-at_install")
class TestRuns(ReportCommon):
    """Long reports are made in the background, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()
        cls.cron = cls.env.ref("off_order_cycle_report.cron_run")

    def _start(self, code="delivery", extension="xlsx"):
        told = self.reports.start(code, {"cycles": self.cycle.ids}, extension)
        return self.env["off.report.run"].browse(told["run"])

    def _work(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_file_arrives_with_what_its_user_may_read(self):
        run = self._start()
        self.assertEqual((run.state, run.user_id), ("draft", self.coordinator_a))
        self._work()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertTrue(run.file_name.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.data)))
        texts = {cell.value for line in book.active for cell in line}
        self.assertLessEqual({order.name for order in self.orders}, texts)
        self.assertEqual(run.with_user(self.coordinator_a).search([]), run)

    def test_asking_twice_makes_one_file(self):
        run = self._start()
        self.assertEqual(self._start(), run)
        self.assertNotEqual(self._start("packing_customer"), run)
        self._work()
        done = run.date_done
        self._work()
        self.assertEqual(run.date_done, done)
        files = self.env["ir.attachment"].search_count(
            [
                ("res_model", "=", "off.report.run"),
                ("res_field", "=", "data"),
                ("res_id", "=", run.id),
            ]
        )
        self.assertEqual(files, 1)
        self.assertNotEqual(self._start(), run, "it may have changed since")

    def test_the_same_question_of_somebody_else_is_another_run(self):
        run = self._start()
        other = self._create_user("other_a", self.company_a)
        told = self._get_reports(other).start(
            "delivery", {"cycles": self.cycle.ids}, "xlsx"
        )
        self.assertNotEqual(told["run"], run.id)

    def test_a_failure_says_why_and_can_be_tried_again(self):
        run = self._start()
        reports = type(self.env["off.cycle.report"])
        with patch.object(reports, "_write_file", side_effect=UserError("No paper.")):
            self._work()
        self.assertEqual((run.state, run.failure), ("failed", "No paper."))
        run.with_user(self.coordinator_a).action_retry()
        self.assertEqual((run.state, run.failure), ("draft", False))
        self._work()
        self.assertEqual(run.state, "done")
        with self.assertRaises(UserError):
            run.with_user(self.coordinator_a).action_retry()

    def test_a_fault_is_told_without_its_details(self):
        run = self._start()
        reports = type(self.env["off.cycle.report"])
        with (
            patch.object(reports, "_write_file", side_effect=ValueError("secret")),
            self.assertLogs("odoo.addons.off_order_cycle_report", "ERROR"),
        ):
            self._work()
        self.assertEqual(run.state, "failed")
        self.assertIn("ValueError", run.failure)
        self.assertNotIn("secret", run.failure)

    def test_one_failure_does_not_stop_the_others(self):
        first, second = self._start(), self._start("packing_customer")
        first.sudo().code = "gone"
        self._work()
        self.assertEqual((first.state, second.state), ("failed", "done"))

    def test_what_was_interrupted_is_taken_up_again_once(self):
        run = self._start()
        run.sudo().write({"state": "running", "tries": 1})
        self._work()
        self.assertEqual(run.state, "done")
        again = self._start()
        again.sudo().write({"state": "running", "tries": 2})
        self._work()
        self.assertEqual(again.state, "failed")
        self.assertIn("interrupted", again.failure)

    def test_rights_are_those_of_the_moment_at_which_it_is_made(self):
        run = self._start()
        self.coordinator_a.group_ids = self.env.ref("off_hub_network.group_user")
        self._work()
        self.assertEqual(run.state, "failed")
        self.assertFalse(run.data)

    def test_who_left_gets_nothing(self):
        run = self._start()
        self.coordinator_a.active = False
        self._work()
        self.assertEqual(run.state, "failed")
        self.assertFalse(run.data)

    def test_progress_is_told_while_it_runs(self):
        run = self._start()
        told = []
        model = "odoo.addons.off_order_cycle_report.models.off_report_run"
        reports = type(self.env["off.cycle.report"])
        with (
            patch(f"{model}.STEP", 1),
            patch.object(reports, "_count_lines", lambda *args: 12),
        ):
            tell = type(run)._tell_progress

            def listen(self, count, total):
                tell(self, count, total)
                told.append(count)

            with patch.object(type(run), "_tell_progress", listen):
                self._work()
        self.assertEqual(told, [1, 2, 3])
        self.assertEqual(run.state, "done")

    def test_its_user_is_told_by_the_bus(self):
        run = self._start()
        with patch.object(type(self.env["bus.bus"]), "_sendone") as send:
            self._work()
        sent = [call.args[-2:] for call in send.call_args_list]
        told = [message for kind, message in sent if kind == "off_report_run"]
        self.assertEqual(
            [(one["id"], one["state"]) for one in told], [(run.id, "done")]
        )

    def test_a_file_is_in_the_language_of_its_user(self):
        self.coordinator_a.lang = "fr_FR"
        reports = self.reports.with_context(lang="fr_FR")
        told = reports.start("delivery", {"cycles": self.cycle.ids}, "xlsx")
        run = self.env["off.report.run"].browse(told["run"])
        self._work()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.data)))
        self.assertIn("Reste à payer", [cell.value for cell in book.active[1]])
        self.assertEqual(run.name, "Liste de livraison")

    def test_files_are_removed_after_some_days(self):
        old, new = self._start(), self._start("packing_customer")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE off_report_run SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), old.id],
        )
        self.env.invalidate_all()
        self.env["off.report.run"]._gc_runs()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())
