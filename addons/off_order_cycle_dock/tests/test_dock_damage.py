from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DockCommon, make_photo


@tagged("post_install", "-at_install")
class TestDamage(DockCommon):
    def _damage(self, quantity=2, key="d1", photos=1, **vals):
        return {
            "key": key,
            "quantity": quantity,
            "lot": "",
            "note": "Crushed",
            "photos": [
                {"key": f"{key}-{n}", "data": make_photo()} for n in range(photos)
            ],
            **vals,
        }

    def _get_damages(self):
        return self.env["off.receipt.damage"].search(
            [("picking_id", "=", self.receipt.id)]
        )

    def test_damaged_goods_are_not_taken_in(self):
        self._count(self.product, 4, damages=[self._damage()])
        self._count(self.leeks, 4)
        self._receive()
        self.assertEqual(self._get_received(), {self.product: 4, self.leeks: 4})
        product = self.product.with_company(self.company_a)
        self.assertEqual(product.qty_available, 4)
        damage = self._get_damages()
        self.assertEqual(
            (damage.quantity, damage.note, damage.partner_id, damage.company_id),
            (2, "Crushed", self.producer, self.company_a),
        )

    def test_the_producer_is_told_with_photos_in_its_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.producer.lang = "fr_FR"
        self._count(self.product, 3, damages=[self._damage(photos=2)])
        self._count(self.leeks, 6)
        self._receive(excess=True)
        message = self.purchase.message_ids[0]
        for text in ("Abîmé", "Crushed", "Carrots", "Leeks"):
            self.assertIn(text, message.body)
        self.assertEqual(len(message.attachment_ids), 2)
        self.assertEqual(message.notified_partner_ids, self.producer)
        self.assertEqual(message.author_id, self.volunteer.partner_id)
        self.assertFalse(message.is_internal)
        self.assertTrue(self._get_damages().date_told)

    def test_nothing_is_told_where_all_is_as_ordered(self):
        self._count(self.product, 6)
        self._count(self.leeks, 4)
        before = self.purchase.message_ids
        self._receive()
        told = (self.purchase.message_ids - before).mapped("body")
        self.assertFalse([body for body in told if "arrived" in body])

    def test_what_a_producer_was_told_stays(self):
        self._count(self.product, 4, damages=[self._damage()])
        self._count(self.leeks, 4)
        self._receive()
        damage = self._get_damages().with_user(self.volunteer)
        with self.assertRaisesRegex(UserError, "was told"):
            damage.note = "Nothing"
        with self.assertRaisesRegex(UserError, "was told"):
            damage.unlink()

    def test_what_is_sent_twice_is_noted_once(self):
        self._count(self.product, 4, version=0, damages=[self._damage()])
        line = self._count(self.product, 4, version=0, damages=[self._damage()])
        self.assertEqual(line["version"], 1)
        self.assertEqual(len(self._get_damages().photo_ids), 1)

    def test_what_the_phone_sent_without_a_key_keeps_no_other_count_from_being_kept(
        self,
    ):
        lacking = {key: one for key, one in self._damage().items() if key != "key"}
        carrots, leeks = (
            self.receipt.move_ids.filtered(
                lambda move, one=product: move.product_id == one
            )
            for product in (self.product, self.leeks)
        )
        changes = [
            {"id": move.id, "version": 0, "lines": [{"quantity": 4}], **more}
            for move, more in (
                (carrots, {"damages": [lacking]}),
                (leeks, {}),
            )
        ]
        told = self.env["stock.picking"].with_user(self.volunteer)
        answer = told.off_save_counts(changes)
        ((move_id, (why, text)),) = answer["refused"].items()
        self.assertEqual((move_id, why), (carrots.id, "wrong"))
        self.assertIn("Carrots", text)
        self.assertEqual((carrots.off_count_version, leeks.off_count_version), (0, 1))

    def test_photos_are_added_and_taken_away(self):
        line = self._count(self.product, 4, damages=[self._damage(photos=2)])
        (damage,) = line["damages"]
        damage["photos"] = [
            {"key": damage["photos"][1]["key"]},
            {"key": "new", "data": make_photo("blue")},
        ]
        line = self._count(self.product, 4, damages=[damage])
        self.assertEqual(
            [photo["key"] for photo in line["damages"][0]["photos"]], ["d1-1", "new"]
        )

    def test_a_damage_is_corrected_or_withdrawn(self):
        self._count(self.product, 4, damages=[self._damage()])
        self._count(
            self.product, 5, damages=[self._damage(1, photos=0, note="Wet", lot="L1")]
        )
        damage = self._get_damages()
        self.assertEqual(
            (damage.quantity, damage.note, damage.lot_name), (1, "Wet", "L1")
        )
        self.assertFalse(damage.photo_ids)
        self._count(self.product, 6)
        self.assertFalse(self._get_damages())

    def test_what_is_no_photo_is_refused(self):
        for data in ("PHNjcmlwdD4=", "%%%"):
            photo = {"key": "p", "data": data}
            result = self._save(
                self.product,
                4,
                damages=[self._damage(photos=0) | {"photos": [photo]}],
            )
            ((why, text),) = result["refused"].values()
            self.assertEqual(why, "wrong")
            self.assertIn("is no photo", text)
        self.assertFalse(self._get_damages())

    def test_no_more_is_damaged_than_can_have_come(self):
        for damages in ([self._damage(7)], [self._damage(4), self._damage(3, "d2")]):
            result = self._save(self.product, 0, damages=damages)
            ((why, text),) = result["refused"].values()
            self.assertEqual(why, "wrong")
            self.assertIn("7 damaged of 6 expected", text)

    def test_a_damage_has_a_quantity(self):
        result = self._save(self.product, 4, damages=[self._damage(0)])
        ((why, text),) = result["refused"].values()
        self.assertEqual(why, "wrong")
        self.assertIn("how many are damaged", text)

    def test_all_came_damaged(self):
        self._count(self.product, 0, damages=[self._damage(6)])
        self._count(self.leeks, 0)
        (receipt,) = self._receive()
        self.assertEqual(receipt["state"], "cancel")
        self.assertTrue(self._get_damages().date_told)
        self.assertEqual(len(self.purchase.message_ids[0].attachment_ids), 1)

    def test_the_rest_does_not_bring_the_damage_again(self):
        self._count(self.product, 4, damages=[self._damage()])
        self._count(self.leeks, 0, damages=[self._damage(1, "d2")])
        self._receive(rest=True)
        rest = self._load(self.receipt.backorder_ids)
        self.assertEqual([line["damages"] for line in rest["lines"]], [[], []])
        self.assertTrue(
            all(self.env["off.receipt.damage"].search([]).mapped("date_told"))
        )
