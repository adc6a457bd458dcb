import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DockCommon


@tagged("post_install", "-at_install")
class TestDock(DockCommon):
    def test_what_is_expected_is_listed_by_producer(self):
        receipt = self._load()
        self.assertEqual(receipt["producer"], "Grower")
        self.assertEqual(
            [(line["name"], line["expected"]) for line in receipt["lines"]],
            [("Carrots", 6), ("Leeks", 4)],
        )
        self.assertFalse(any(line["counted"] for line in receipt["lines"]))

    def test_what_is_late_or_comes_later_is_told_apart(self):
        self.receipt.scheduled_date = fields.Datetime.now() - timedelta(days=2)
        self.assertTrue(self._load()["late"])
        self.receipt.scheduled_date = fields.Datetime.now() + timedelta(days=2)
        receipt = self._load()
        self.assertFalse(receipt["late"])
        dock = self._pickings().off_get_dock()
        self.assertGreater(receipt["day"], dock["today"])

    def test_a_count_is_kept_and_moves_nothing(self):
        line = self._count(self.product, 5)
        self.assertTrue(line["counted"])
        self.assertEqual(line["lines"][0]["quantity"], 5)
        self.assertEqual(line["version"], 1)
        self.assertEqual(self._get_received()[self.product], 0)
        self.assertNotEqual(self.receipt.state, "done")
        self.assertEqual(self._line(self.product)["lines"][0]["quantity"], 5)

    def test_a_count_shows_in_the_receipt_of_odoo(self):
        self._count(self.product, 5)
        move = self.receipt.move_ids.filtered(
            lambda move: move.product_id == self.product
        )
        self.assertEqual(move.quantity, 5)
        self.assertTrue(move.picked)
        self.assertEqual(move.off_counted_by_id, self.volunteer)

    def test_nothing_that_came_is_a_count_too(self):
        line = self._count(self.product, 0)
        self.assertTrue(line["counted"])
        self.assertEqual(line["lines"], [])

    def test_less_is_received_without_a_back_order(self):
        self._count(self.product, 5)
        self._count(self.leeks, 4)
        (receipt,) = self._receive()
        self.assertEqual(receipt["state"], "done")
        self.assertEqual(receipt["done_by"], self.volunteer.name)
        self.assertEqual(self._get_received(), {self.product: 5, self.leeks: 4})
        self.assertFalse(self.receipt.backorder_ids)

    def test_what_nobody_counted_needs_a_word(self):
        self._count(self.product, 6)
        with self.assertRaisesRegex(UserError, "Nobody counted: Leeks"):
            self._receive()
        self._receive(uncounted=True)
        self.assertEqual(self._get_received(), {self.product: 6, self.leeks: 0})

    def test_the_rest_comes_later_if_somebody_says_so(self):
        self._count(self.product, 4)
        self._count(self.leeks, 0)
        receipts = self._receive(rest=True)
        self.assertEqual(len(receipts), 2)
        rest = self._load(self.receipt.backorder_ids)
        self.assertEqual(
            [(one["name"], one["expected"], one["counted"]) for one in rest["lines"]],
            [("Carrots", 2, False), ("Leeks", 4, False)],
        )
        self._receive(receipt=self.receipt.backorder_ids, uncounted=True)
        self.assertEqual(self._get_received(), {self.product: 4, self.leeks: 0})

    def test_more_is_received_as_such_after_a_yes(self):
        self._count(self.product, 8)
        self._count(self.leeks, 4)
        with self.assertRaisesRegex(UserError, "More than was ordered: Carrots"):
            self._receive()
        self.assertEqual(self._get_received()[self.product], 0)
        self._receive(excess=True)
        self.assertEqual(self._get_received()[self.product], 8)

    def test_a_producer_that_brings_nothing_is_cancelled(self):
        self._count(self.product, 0)
        (receipt,) = self._receive(uncounted=True)
        self.assertEqual(receipt["state"], "cancel")
        self.assertEqual(self.receipt.state, "cancel")
        self.assertIn("Less arrived", self.purchase.message_ids[0].body)

    def test_the_cycle_shares_out_what_was_received(self):
        self._count(self.product, 5)
        self._count(self.leeks, 4)
        self._receive()
        self.cycle.action_allocate()
        shares = {one.product_id: one.quantity for one in self.cycle.allocation_ids}
        self.assertEqual(shares, {self.product: 5, self.leeks: 4})

    # -- two phones, and what happens meanwhile ------------------------------------
    def test_two_phones_do_not_overwrite_each_other(self):
        self._count(self.product, 5)
        result = self._save(self.product, 6, user=self.helper, version=0)
        (why, text) = result["refused"][self._line(self.product)["id"]]
        self.assertEqual(why, "changed")
        self.assertIn(self.volunteer.name, text)
        self.assertEqual(result["lines"][0]["lines"][0]["quantity"], 5)
        self._count(self.product, 6, user=self.helper, version=1)
        self.assertEqual(self._line(self.product)["lines"][0]["quantity"], 6)

    def test_two_phones_count_other_products(self):
        self._count(self.product, 5)
        self._count(self.leeks, 3, user=self.helper, version=0)
        self.assertEqual(self._line(self.product)["lines"][0]["quantity"], 5)

    def test_what_is_sent_twice_is_kept_once(self):
        self._count(self.product, 5, version=0)
        line = self._count(self.product, 5, version=0)
        self.assertEqual(line["version"], 1)

    def test_who_receives_has_seen_the_last_count(self):
        self._count(self.product, 5)
        self._count(self.leeks, 4)
        versions = {str(one["id"]): one["version"] for one in self._load()["lines"]}
        self._count(self.leeks, 3, user=self.helper)
        with self.assertRaisesRegex(UserError, "Somebody counted meanwhile: Leeks"):
            self._pickings().browse(self.receipt.id).off_receive(versions, {})

    def test_a_receipt_that_was_validated_meanwhile_says_by_whom(self):
        self._count(self.product, 5)
        self._count(self.leeks, 4)
        versions = {str(one["id"]): one["version"] for one in self._load()["lines"]}
        move = self._line(self.product)["id"]
        self._receive(user=self.helper)
        with self.assertRaisesRegex(UserError, re.escape(self.helper.name)):
            self._pickings().browse(self.receipt.id).off_receive(versions, {})
        result = self._pickings().off_save_counts(
            [{"id": move, "version": 1, "lines": [{"quantity": 6}]}]
        )
        self.assertEqual(result["refused"][move][0], "closed")
        self.assertEqual(self._get_received()[self.product], 5)

    def test_a_cancelled_receipt_says_so(self):
        line = self._line(self.product)
        self.receipt.action_cancel()
        with self.assertRaisesRegex(UserError, "was cancelled meanwhile"):
            self._pickings().browse(self.receipt.id).off_receive({}, {})
        result = self._pickings().off_save_counts(
            [{"id": line["id"], "version": 0, "lines": [{"quantity": 6}]}]
        )
        self.assertEqual(result["refused"][line["id"]][0], "closed")

    def test_what_odoo_validates_is_what_was_counted(self):
        """Somebody in the office validates the receipt while it is being counted."""
        self._count(self.product, 5)
        self.receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=self.receipt.ids
        ).button_validate()
        self.assertEqual(self._get_received(), {self.product: 5, self.leeks: 0})

    # -- what is wrong is told, what is right is kept --------------------------------
    def test_what_is_no_count_is_refused_alone(self):
        carrots, leeks = (self._line(one) for one in (self.product, self.leeks))
        for bad in (-1, "many", 2.00001):
            result = self._pickings().off_save_counts(
                [
                    {"id": carrots["id"], "version": 0, "lines": [{"quantity": bad}]},
                    {"id": leeks["id"], "version": 0, "lines": [{"quantity": 4}]},
                ]
            )
            self.assertEqual(list(result["refused"]), [carrots["id"]])
            self.assertEqual(result["refused"][carrots["id"]][0], "wrong")
            self.assertIn("Carrots", result["refused"][carrots["id"]][1])
        self.assertTrue(self._line(self.leeks)["counted"])

    # -- packs and barcodes --------------------------------------------------------
    def test_cases_and_packs_are_told_with_their_barcodes(self):
        dozen = self.env["uom.uom"].create(
            {
                "name": "Crate of 12",
                "relative_factor": 12,
                "relative_uom_id": self.product.uom_id.id,
            }
        )
        self.product.write(
            {
                "barcode": "3760000000017",
                "uom_ids": [Command.link(dozen.id)],
                "product_uom_ids": [
                    Command.create({"barcode": "3760000000024", "uom_id": dozen.id})
                ],
            }
        )
        line = self._line(self.product)
        self.assertEqual(line["packs"], [["", 6], ["Crate of 12", 12]])
        self.assertEqual(line["barcodes"], {"3760000000017": 1, "3760000000024": 12})

    def test_done_receipts_stay_in_sight_for_the_day(self):
        self._count(self.product, 6)
        self._count(self.leeks, 4)
        self._receive()
        dock = self._pickings().off_get_dock()
        self.assertIn(self.receipt.id, [one["id"] for one in dock["receipts"]])
        self.receipt.date_done -= timedelta(days=2)
        dock = self._pickings().off_get_dock()
        self.assertNotIn(self.receipt.id, [one["id"] for one in dock["receipts"]])
        self.assertEqual(self._load()["state"], "done")  # in its cycle
