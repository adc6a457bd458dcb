from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_answer import AnswerCommon

MAKER = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
NOTE = "off_order_cycle_portal.delivery_note"
LABELS = "off_order_cycle_portal.crate_labels"


@tagged("post_install", "-at_install")
class TestPapers(AnswerCommon):
    """What goes to which pickup, on the page, on the delivery note and on labels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leeks_line = cls.purchase.order_line - cls.carrots

    @classmethod
    def _prepare_sale(cls):
        """A second pickup, at which a part of it is collected."""
        slot = cls.exchange.slot_ids
        cls._create_order({cls.product: 2, cls.leeks: 1})
        second = cls._create_order({cls.product: 3}, cls.families[1], confirm=False)
        cls.barn = cls.env["off.pickup.point"].create(
            {"name": "Barn", "hub_id": cls.hub_a.id}
        )
        cls.early = slot.copy(
            {
                "point_id": cls.barn.id,
                "date_start": slot.date_start - timedelta(hours=3),
                "date_end": slot.date_start - timedelta(hours=1),
            }
        )
        second.off_slot_id = cls.early
        second.action_confirm()

    def _get_parts(self):
        return {
            part["point"]: {row["product"]: row["quantity"] for row in part["rows"]}
            for part in self.purchase._off_get_parts()
        }

    def test_parts_sum_to_what_is_bought(self):
        self.assertEqual(
            self._get_parts(),
            {
                "Barn": {self.product: 3},
                "Town hall": {self.product: 2, self.leeks: 1},
            },
        )
        totals = {
            row["name"]: row["quantity"] for row in self.purchase._off_get_totals()
        }
        self.assertEqual(totals, {"Carrots": 5, "Leeks": 1})

    def test_of_a_part_who_ordered_first_is_served_first(self):
        said = {"quantities": {self.carrots.id: 3.0}, "reasons": {}}
        self.purchase._off_answer(said, self.producer, "link")
        expected = {
            "Barn": {self.product: 1},
            "Town hall": {self.product: 2, self.leeks: 1},
        }
        self.assertEqual(self._get_parts(), expected)
        # That is what becomes of it.
        self._receive()
        self.cycle.action_allocate()
        given = {}
        for one in self.cycle.allocation_ids:
            point = given.setdefault(one.order_id.off_slot_id.point_id.name, {})
            point[one.product_id] = point.get(one.product_id, 0) + one.quantity
        self.assertEqual(given, expected)

    def test_what_the_hub_adds_is_for_the_hub(self):
        self.carrots.product_qty = 7
        self.assertEqual(self._get_parts()["For the hub itself"], {self.product: 2})

    def test_nothing_promised_is_nowhere(self):
        said = {
            "quantities": dict.fromkeys(self.purchase.order_line.ids, 0.0),
            "reasons": {},
        }
        self.purchase._off_answer(said, self.producer, "link")
        self.assertFalse(self._get_parts())
        self.assertFalse(self.purchase._off_get_labels())
        self.assertIn("Nothing is to be", self._look(self._get_token()).text)

    def test_full_crates_have_a_label_each(self):
        offer = self.purchase.off_exchange_id.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        self.env.cr.execute(
            "UPDATE off_offer SET pack_size = 2 WHERE id = %s", [offer.id]
        )
        self.env.invalidate_all()
        labels = [
            (label["point"], label["name"], label["quantity"], label["number"])
            for label in self.purchase._off_get_labels()
        ]
        self.assertEqual(
            labels,
            [
                ("Barn", "Carrots", 2, 1),
                ("Barn", "Carrots", 1, 2),
                ("Town hall", "Carrots", 2, 1),
                ("Town hall", "Leeks", 1, 1),
            ],
        )

    def test_the_back_office_prints_both(self):
        staff = self._create_staff("buyer_a", self.company_a)
        for name in (NOTE, LABELS):
            text = self._render(name, staff)
            for word in ("Barn", "Town hall", "Carrots", self.purchase.name):
                self.assertIn(word, text)
            self.assertNotIn("Family", text)
        self.assertIn("Lot, best before", text)
        self.assertIn("data:image/png", text)

    def _render(self, name, user, order=None):
        Report = self.env["ir.actions.report"].with_user(user)
        order = order or self.purchase
        return Report._render_qweb_html(name, order.ids)[0].decode()

    def test_others_print_nothing(self):
        other = self._create_staff("buyer_b", self.company_b)
        for user in (other, self.neighbour_user, self.family_user):
            for name in (NOTE, LABELS):
                with self.assertRaises(AccessError):
                    self._render(name, user)

    def test_an_order_of_no_cycle_is_printed_too(self):
        other = self.env["purchase.order"].create(
            {
                "partner_id": self.producer.id,
                "company_id": self.company_a.id,
                "order_line": [
                    Command.create({"product_id": self.leeks.id, "product_qty": 4})
                ],
            }
        )
        for name in (NOTE, LABELS):
            self.assertIn("Leeks", self._render(name, self.env.user, other))

    def test_papers_are_had_by_the_link_and_not_without(self):
        token = self._get_token()
        for paper in ("note", "labels"):
            page = self._look(token, f"{self.path}/{paper}")
            self.assertEqual(page.status_code, 200)
            self.assertIn("Barn", page.text)
            self.assertNotIn("Family", page.text)
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            for path in (f"{self.path}/{paper}", f"{self.path}/{paper}.pdf"):
                for false in ("", token[:-3]):
                    page = self._look(false, path)
                    self.assertEqual(page.status_code, 403)
                    self.assertNotIn("Barn", page.text)
                self._login(self.neighbour_user)
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_without_a_maker_of_pdf_the_page_is_shown(self):
        path = f"{self.path}/note.pdf"
        with patch(f"{MAKER}.get_wkhtmltopdf_state", return_value="install"):
            page = self._look(self._get_token(), path)
            self.assertIn("text/html", page.headers["Content-Type"])
            self.assertIn("Barn", page.text)
            self.assertNotIn("note.pdf", page.text)
        with (
            patch(f"{MAKER}.get_wkhtmltopdf_state", return_value="ok"),
            patch(f"{MAKER}._render_qweb_pdf", return_value=(b"%PDF-1", "pdf")),
        ):
            page = self._look(self._get_token(), path)
            self.assertEqual(page.headers["Content-Type"], "application/pdf")
            self.assertIn("no-store", page.headers["Cache-Control"])
            page = self._look(self._get_token(), f"{self.path}/note")
            self.assertIn("note.pdf", page.text)

    # -- the dock ----------------------------------------------------------------------
    def test_who_receives_goods_finds_the_receipt_by_the_code(self):
        path = f"/off/dock/{self.purchase.id}"
        self._create_staff("buyer_a", self.company_a)
        page = self.url_open(path, allow_redirects=False)
        receipt = self.purchase.picking_ids
        self.assertTrue(
            page.headers["Location"].endswith(f"/odoo/stock.picking/{receipt.id}")
        )
        self._create_staff("buyer_b", self.company_b)
        self.assertEqual(self.url_open(path).status_code, 404)
        for user in (self.grower, self.neighbour_user, self.family_user):
            self._login(user)
            self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(path).url)

    # -- numbers -----------------------------------------------------------------------
    def test_queries_of_the_page_do_not_depend_on_the_number_of_orders(self):
        counts = []
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.purchase._off_prepare_page()
            counts.append(self.cr.sql_log_count - before)
            for order in self.exchange.cycle_id.order_ids:
                order.copy({"off_exchange_id": self.exchange.id}).write(
                    {"state": "sale", "off_slot_id": self.early.id}
                )
        self.assertLessEqual(counts[1], counts[0])
