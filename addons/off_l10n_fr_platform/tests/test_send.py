from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.off_invoicing_platform import OffInvoicingPlatform
from ..models.off_platform_document_send import PAUSES
from .common import PlatformCommon


@tagged("post_install", "-at_install")
class TestSend(PlatformCommon):
    def test_a_confirmed_invoice_is_handed_over_once(self):
        with self._fake() as fake:
            move = self._invoice()
            self.assertEqual(len(fake.taken), 1)
            move.action_off_hand_over()
            self._get_documents(move)._send()
        [(reference, content)] = fake.taken.values()
        document = self._get_documents(move)
        self.assertEqual((document.state, document.reference), ("sent", reference))
        self.assertEqual(move.off_platform_state, "sent")
        self.assertEqual(fake.calls, 1)
        tree = etree.fromstring(content)
        self.assertIn(move.name, tree.xpath("//*[local-name()='ID']/text()"))

    def test_the_file_is_in_the_format_of_the_platform(self):
        for name, root in (
            ("facturx", "CrossIndustryInvoice"),
            ("ubl_bis3", "Invoice"),
        ):
            self.platform.edi_format = name
            with self._fake() as fake:
                fake.taken.clear()
                self._invoice()
            [(_reference, content)] = fake.taken.values()
            self.assertEqual(etree.QName(etree.fromstring(content)).localname, root)

    def test_families_get_no_electronic_invoice(self):
        with self._fake() as fake:
            move = self._invoice(self.ann)
            self.assertFalse(fake.taken)
            with self.assertRaisesRegex(UserError, "enterprises of France"):
                move.action_off_hand_over()

    def test_by_button_where_it_is_not_automatic(self):
        self.platform.is_automatic = False
        with self._fake() as fake:
            move = self._invoice()
            self.assertFalse(fake.taken)
            self.assertTrue(move.off_can_hand_over)
            move.with_user(self.clerk).action_off_hand_over()
            self.assertEqual(len(fake.taken), 1)
            self.assertFalse(move.off_can_hand_over)

    def test_without_a_platform_it_says_where_to_choose_one(self):
        self.platform.active = False
        move = self._invoice()
        with self.assertRaisesRegex(UserError, "Approved Platforms"):
            move.action_off_hand_over()

    def test_a_platform_that_is_down_is_tried_again_later(self):
        self._queue()
        with self._fake() as fake, trap_jobs() as trap:
            fake.is_down = True
            move = self._invoice()
            document = self._get_documents(move)
            document._send()
            self.assertEqual((document.state, document.attempts), ("waiting", 1))
            self.assertEqual(document.error, "503: try later")
            [job] = [one for one in trap.enqueued_jobs if one.eta]
            self.assertEqual(job.recordset, document)
            fake.is_down = False
            document._send()
        self.assertEqual(document.state, "sent")
        self.assertFalse(document.error)

    def test_it_gives_up_after_some_tries_and_says_so(self):
        self._queue()
        with self._fake() as fake, trap_jobs():
            fake.is_down = True
            move = self._invoice(invoice_user_id=self.clerk.id)
            document = self._get_documents(move)
            while document.state == "waiting":
                document._send()
            self.assertEqual(document.attempts, len(PAUSES) + 1)
            self.assertEqual(move.off_platform_state, "failed")
            self.assertIn("503", move.activity_ids.note)
            fake.is_down = False
            move.with_user(self.clerk).action_off_retry()
            self.assertEqual(document.state, "waiting")
            document._send()
        self.assertEqual(document.state, "sent")

    def test_an_answer_that_is_lost_sends_nothing_twice(self):
        self._queue()
        with self._fake() as fake, trap_jobs():
            move = self._invoice()
            document = self._get_documents(move)
            fake.loses_answer = True
            document._send()
            self.assertEqual(document.state, "waiting")
            fake.loses_answer = False
            document._send()
        self.assertEqual(document.state, "sent")
        self.assertEqual(len(fake.taken), 1)

    def test_a_refusal_keeps_its_message_until_it_is_corrected(self):
        with self._fake() as fake:
            fake.refusal = "The SIREN is not in the directory"
            move = self._invoice()
            self.assertEqual(move.state, "posted")
            self.assertEqual(move.off_platform_state, "failed")
            self.assertEqual(move.off_platform_error, fake.refusal)
            fake.refusal = None
            move.with_user(self.clerk).action_off_retry()
            self.assertEqual(move.off_platform_state, "sent")
            self.assertFalse(move.off_platform_error)

    def test_what_the_format_lacks_is_told(self):
        builder = type(self.env["account.edi.xml.cii"])
        with (
            self._fake() as fake,
            patch.object(
                builder, "_export_invoice", lambda self, move: (b"", {"No address"})
            ),
        ):
            move = self._invoice()
            self.assertIn("- No address", move.off_platform_error)
            self.assertFalse(fake.taken)

    def test_statuses_are_shown_and_kept_once(self):
        with self._fake() as fake:
            move = self._invoice(invoice_user_id=self.clerk.id)
            reference = self._get_documents(move).reference
            fake.tell(reference, "200", "m1")
            self.platform.with_user(self.clerk).action_fetch()
            self.assertEqual(move.off_platform_status, "200")
            self.platform.action_fetch()
            self.assertEqual(len(self._get_documents(move).status_ids), 1)
            fake.tell(reference, "210", "m2", "Wrong order number")
            self.platform.action_fetch()
        self.assertEqual(move.off_platform_status, "210")
        self.assertIn("Wrong order number", move.activity_ids.note)
        self.assertEqual(move.activity_ids.user_id, self.clerk)
        self.assertFalse(self.env["off.platform.document"]._get_followed(self.platform))

    def _pay(self, move):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()

    def test_payment_of_services_is_told_once(self):
        chart = self.env["account.chart.template"].with_company(self.company)
        tax = chart.ref("tva_normale_encaissement")
        packing = self.env["product.product"].create(
            {"name": "Packing", "type": "service", "taxes_id": tax.ids}
        )
        with self._fake() as fake:
            goods, service = self._invoice(), self._invoice(product=packing)
            self._pay(goods)
            self._pay(service)
            self.assertEqual(
                list(fake.statuses.values()),
                [(self._get_documents(service).reference, "212", "21.10")],
            )
            service._invoice_paid_hook()
            self.assertEqual(len(fake.statuses), 1)

    def test_the_directory_is_asked(self):
        with self._fake():
            answer = (
                self.school.with_company(self.company)
                .with_user(self.clerk)
                .action_off_look_up_platform()
            )
            self.assertIn("0225:213502388", answer["params"]["message"])
            self.school.write({"company_registry": SIRET_UNKNOWN, "vat": False})
            answer = self.school.with_company(
                self.company
            ).action_off_look_up_platform()
            self.assertIn("not in the directory", answer["params"]["message"])
        with self.assertRaisesRegex(UserError, "public one"):
            self.school.with_company(self.company).action_off_look_up_platform()

    def test_the_obligation_is_done_with_a_platform_that_answers(self):
        one = self.env.ref("off_l10n_fr_accounting.obligation_fr_receive")
        mine = one.with_company(self.company)
        self.assertEqual(mine.state, "todo")
        self.assertIn("No approved platform", mine.missing)
        connected = patch.object(
            OffInvoicingPlatform, "_is_connected", lambda platform: bool(platform)
        )
        with connected:
            self.env.invalidate_all()
            self.assertEqual(mine.state, "done")
            self.platform.active = False
            self.env.invalidate_all()
            self.assertEqual(mine.state, "todo")

    def test_an_operator_has_one_platform(self):
        with self.assertRaises(ValidationError):
            self.platform.copy()

    def test_others_neither_see_nor_use_it(self):
        with self._fake():
            move = self._invoice()
        document = self._get_documents(move)
        self.other._off_setup_operator()
        stranger = self._new_user(
            "stranger_pa", "account.group_account_manager", self.other
        )
        visitor = self._new_user("user_pa", "base.group_user")
        for user in (stranger, visitor):
            for record in (self.platform, document):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])
            with self.assertRaises(AccessError):
                self.platform.with_user(user).action_fetch()
            with self.assertRaises(AccessError):
                document.with_user(user).action_retry()
        with self.assertRaises(AccessError):
            document.with_user(self.clerk).write({"state": "sent"})
        with self.assertRaises(AccessError):
            self.platform.with_user(self.clerk).write({"name": "Mine"})


SIRET_UNKNOWN = "73282932000074"
