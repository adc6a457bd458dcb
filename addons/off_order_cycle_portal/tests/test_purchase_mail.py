import html
import io
import re

import openpyxl

from odoo.tests import tagged

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
