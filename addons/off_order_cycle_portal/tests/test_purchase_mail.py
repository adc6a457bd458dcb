import html
import io
import re
from datetime import timedelta
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.mail_mail import PAPER
from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPurchaseMail(PortalCommon):
    """Producers read what is ordered of them when a cycle closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write({"email": "grower@example.org", "lang": "en_US"})
        cls.product.name = "=Carrots <b>"
        cls._create_order({cls.product: 2, cls.leeks: 1})
        cls._create_order({cls.product: 3}, cls.families[1])

    def _get_mails(self):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "purchase.order"),
                ("res_id", "in", self.cycle.purchase_ids.ids),
            ]
        )

    def _read_sheets(self):
        book = openpyxl.load_workbook(io.BytesIO(self._get_mails().attachment_ids.raw))
        return [
            [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
        ]

    def test_one_mail_with_a_table_by_pickup(self):
        self.cycle.action_close()
        self.cycle.action_close()
        mail = self._get_mails()
        self.assertEqual((len(mail), mail.recipient_ids), (1, self.producer))
        self.assertTrue(self.cycle.purchase_ids.off_told_on)
        self.assertIn("=Carrots &lt;b&gt;", mail.body_html)
        self.assertNotIn("<b>", mail.body_html)
        totals, parts = self._read_sheets()
        self.assertEqual(
            [row[:2] for row in totals], [["Product", "Quantity"], *self._get_rows()]
        )
        self.assertEqual(
            [[row[0], row[1], *row[3:5]] for row in parts[1:]],
            [["Hub A", "Town hall", *row] for row in self._get_rows()],
        )
        # The links show the order without a password, to whoever has them only. Odoo's
        # own, which never ends, is not told.
        purchase = self.cycle.purchase_ids
        body = html.unescape(mail.body_html)
        self.assertNotIn("access_token", body)
        (link, *_others) = re.findall(r'href="([^"]+)"', body)
        page = self.url_open(link.removeprefix(purchase.get_base_url()))
        self.assertIn(purchase.name, page.text)
        stranger = self.url_open(f"/my/supply/{purchase.id}").text
        self.assertNotIn(purchase.name, stranger)

    def _send(self, mail, rendered=None):
        """:return: {name: content} of what goes with a mail that is sent"""
        asked = []

        def render(_report, ref, res_ids):
            asked.append((ref, res_ids))
            if rendered is None:
                raise UserError(str(asked))
            return rendered, "pdf"

        Report = self.env.registry["ir.actions.report"]
        with patch.object(Report, "_render_qweb_pdf", render):
            (sent,) = mail._prepare_outgoing_list()
            (again,) = mail._prepare_outgoing_list()
        self.assertEqual(sent["attachments"], again["attachments"])
        if asked:
            self.assertEqual(asked, [(PAPER, [mail.res_id])])
        return {name: content for name, content, _type in sent["attachments"]}

    def test_the_order_goes_with_it_as_pdf_made_when_it_is_sent(self):
        with patch.object(
            self.env.registry["ir.actions.report"], "_render_qweb_pdf"
        ) as render:
            self.cycle.action_close()
        render.assert_not_called()
        mail = self._get_mails()
        self.assertEqual(mail.attachment_ids.mapped("name"), [self._get_name("xlsx")])
        sent = self._send(mail, b"%PDF-1.4")
        self.assertEqual(sorted(sent), [self._get_name("pdf"), self._get_name("xlsx")])
        self.assertEqual(sent[self._get_name("pdf")], b"%PDF-1.4")
        # Whoever may read the order finds the paper there.
        papers = mail.attachment_ids
        self.assertEqual(set(papers.mapped("res_id")), set(self.cycle.purchase_ids.ids))

    def test_a_mail_goes_without_a_pdf_that_cannot_be_made(self):
        self.cycle.action_close()
        with self.assertLogs("odoo.addons.off_order_cycle_portal", "WARNING"):
            sent = self._send(self._get_mails())
        self.assertEqual(list(sent), [self._get_name("xlsx")])

    def test_no_pdf_of_an_order_that_was_cancelled_meanwhile(self):
        self.cycle.action_close()
        self.cycle.purchase_ids.button_cancel()
        sent = self._send(self._get_mails(), b"%PDF-1.4")
        self.assertEqual(list(sent), [self._get_name("xlsx")])

    def _get_name(self, ending):
        return f"{self.cycle.purchase_ids.name}.{ending}"

    def _get_rows(self):
        return [["=Carrots <b>", 5], ["Leeks", 1]]

    def test_who_cannot_be_written_to_is_told_to_the_coordinator(self):
        self.producer.email = False
        self.cycle.action_close()
        self.assertFalse(self._get_mails())
        self.assertIn("Grower", self.cycle.message_ids[0].body)

    def test_a_hub_may_tell_them_itself(self):
        self.hub_a.tells_producers = False
        self.cycle.action_close()
        self.assertFalse(self._get_mails() or self.cycle.purchase_ids.off_told_on)

    def _reopen(self):
        later = fields.Datetime.now() + timedelta(days=1)
        self.cycle._reopen("The site was down", later)

    def test_r14_told_that_the_sale_is_open_again_then_the_differences(self):
        self.cycle.action_close()
        first = self._get_mails()
        self._reopen()
        reopened = self._get_mails() - first
        self.assertEqual(reopened.recipient_ids, self.producer)
        self.assertIn("The site was down", reopened.body_html)
        leeks = self.cycle.order_ids.order_line.filtered(
            lambda line: line.product_id == self.leeks
        )
        leeks.product_uom_qty = 4
        self.cycle.action_close()
        amended = self._get_mails() - first - reopened
        self.assertEqual(len(amended), 1)
        text = re.sub(r"<[^>]+>|\s+", " ", amended.body_html)
        self.assertRegex(text, r"Leeks +1 → +4 +Units")
        self.assertNotIn("Carrots", text)
        self.assertTrue(amended.attachment_ids)
        (link, *_others) = re.findall(
            r'href="([^"]+)"', html.unescape(amended.body_html)
        )
        base = self.cycle.purchase_ids.get_base_url()
        self.assertIn("Leeks", self.url_open(link.removeprefix(base)).text)

    def test_r14_nothing_is_told_where_nothing_changed(self):
        self.cycle.action_close()
        self._reopen()
        before = self._get_mails()
        self.cycle.action_close()
        self.assertEqual(self._get_mails(), before)
        # Its links stay good.
        body = html.unescape(before.sorted("id")[0].body_html)
        (link, *_others) = re.findall(r'href="([^"]+/my/supply/[^"]+)"', body)
        base = self.cycle.purchase_ids.get_base_url()
        self.assertIn("Leeks", self.url_open(link.removeprefix(base)).text)

    def test_what_was_promised_stays_where_nothing_else_is_asked(self):
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        carrots = purchase.order_line[0]
        carrots._off_promise({carrots: 2.0})
        self._reopen()
        self.cycle.action_close()
        self.assertEqual((carrots.product_qty, carrots.off_asked_qty), (2.0, 5.0))
        self._reopen()
        self.cycle.order_ids[:1].order_line[0].product_uom_qty += 1
        self.cycle.action_close()
        self.assertEqual((carrots.product_qty, carrots.off_asked_qty), (6.0, 6.0))

    def test_who_is_no_longer_asked_for_anything_reads_it(self):
        self.cycle.action_close()
        self._reopen()
        self.cycle.order_ids.action_cancel()
        before = self._get_mails()
        self.cycle.action_close()
        mail = self._get_mails() - before
        self.assertIn("Nothing is ordered of you any more", mail.body_html)
        self.assertNotIn("href", mail.body_html)
