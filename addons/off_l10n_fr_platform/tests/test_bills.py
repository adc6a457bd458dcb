from odoo.tests import tagged

from .common import PlatformCommon


@tagged("post_install", "-at_install")
class TestBills(PlatformCommon):
    def _get_file(self):
        """An invoice of a supplier to this operator, as another one writes it."""
        with self._fake() as fake:
            move = self._invoice()
            content = list(fake.taken.values())[0][1]
        return move, content

    def _get_bills(self):
        return self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("move_type", "=", "in_invoice")]
        )

    def test_what_the_platform_received_becomes_a_draft_bill_once(self):
        _move, content = self._get_file()
        with self._fake() as fake:
            fake.bills = [
                {"reference": "B1", "filename": "bill.xml", "content": content}
            ]
            self.platform._fetch()
            self.platform._fetch()
        bill = self._get_bills()
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.state, "draft")
        self.assertEqual(fake.confirmed, ["B1", "B1"])
        document = self._get_documents(kind="bill")
        self.assertEqual((document.state, document.move_id), ("received", bill))
        self.assertIn("bill.xml", bill.attachment_ids.mapped("name"))

    def test_a_file_that_cannot_be_read_is_kept_as_an_empty_bill(self):
        with self._fake() as fake:
            fake.bills = [
                {"reference": "B2", "filename": "bill.xml", "content": b"<nothing/>"}
            ]
            self.platform._fetch()
        self.assertEqual(self._get_bills().amount_total, 0)
        self.assertEqual(self._get_documents(kind="bill").reference, "B2")

    def test_one_platform_that_is_down_does_not_stop_the_others(self):
        self.other._off_setup_operator()
        second = self.env["off.invoicing.platform"].create(
            {"name": "Second", "company_id": self.other.id}
        )
        with self._fake() as fake:
            fake.is_down = True
            with self.enter_registry_test_mode():
                self.env.ref("off_l10n_fr_platform.cron_fetch").method_direct_trigger()
        for platform in self.platform | second:
            self.assertIn("503", platform.message_ids[0].body)
