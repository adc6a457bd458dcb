import subprocess
import sys

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ChorusCommon

# Raises where the file does not keep to the schema. In a process of its own: Odoo
# replaces the loader of stdnum, which then does not find its data.
CHECK = """
import sys, facturx
facturx.xml_check_xsd(sys.stdin.buffer.read(), level="extended")
"""


@tagged("post_install", "-at_install")
class TestReferences(ChorusCommon):
    def test_they_come_from_the_service_else_from_its_town(self):
        order = self._create_order({self.product: 2}, self.town)
        self.assertEqual(order.partner_invoice_id, self.canteen)
        self.assertEqual(order.off_service_code, "CUISINE-01")
        self.assertEqual(order.off_contract, "2026-M12")
        self.assertFalse(order.off_engagement)
        order.partner_invoice_id = self.town
        self.assertFalse(order.off_service_code)

    def test_nothing_is_invoiced_that_would_come_back(self):
        order = self._create_order({self.product: 2}, self.town)
        family = self._create_order({self.product: 1})
        self._hand_over()
        with self.assertRaises(UserError) as caught:
            self.cycle.action_settle()
        self.assertIn(f"{order.name}, ", str(caught.exception))
        self.assertIn("Engagement number", str(caught.exception))
        self.assertNotIn("Service code", str(caught.exception))
        self.assertEqual(self.cycle.state, "distributed")
        self.assertFalse(family.invoice_ids)
        order.off_engagement = "EJ-4711"
        self.cycle.action_settle()
        invoice = order.invoice_ids
        self.assertEqual(invoice.buyer_reference, "CUISINE-01")
        self.assertEqual(invoice.purchase_order_reference, "EJ-4711")
        self.assertEqual(invoice.contract_reference, "2026-M12")
        self.assertFalse(family.invoice_ids.buyer_reference)

    def test_what_is_known_of_the_buyer_later_is_enough(self):
        order = self._create_order({self.product: 2}, self.town)
        self._hand_over()
        self.town.off_engagement = "EJ-YEAR"
        self.cycle.action_settle()
        self.assertEqual(order.invoice_ids.purchase_order_reference, "EJ-YEAR")

    def test_an_invoice_has_one_of_each(self):
        orders = self.env["sale.order"]
        for number in ("EJ-1", "EJ-2", "EJ-1"):
            order = self._create_order({self.product: 1}, self.town)
            order.off_engagement = number
            orders |= order
        self._hand_over()
        self.cycle.action_settle()
        self.assertEqual(len(orders.invoice_ids), 2)
        self.assertEqual(orders[0].invoice_ids, orders[2].invoice_ids)

    def test_factur_x_bears_them_and_is_valid(self):
        order = self._create_order({self.product: 2}, self.town)
        order.off_engagement = "EJ-4711"
        self._hand_over()
        self.cycle.action_settle()
        invoice = order.invoice_ids
        invoice.partner_bank_id = self.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630001007941234567890185",
                "partner_id": self.company_a.partner_id.id,
                "allow_out_payment": True,
            }
        )
        content, errors = self.env["account.edi.xml.cii"]._export_invoice(invoice)
        self.assertFalse(errors)
        for text in (b"CUISINE-01", b"EJ-4711", b"2026-M12", b"21440109300015"):
            self.assertIn(text, content)
        done = subprocess.run(
            [sys.executable, "-c", CHECK],
            input=content,
            capture_output=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr.decode()[-500:])
