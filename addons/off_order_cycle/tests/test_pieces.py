from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestPieces(CycleCommon):
    """What is counted comes whole, what is measured comes in parts."""

    def _unit(self, name):
        return self.env.ref(f"uom.product_uom_{name}")

    def test_what_is_counted_comes_whole(self):
        bunch = self.env["uom.uom"].create({"name": "Bunch"})
        crate = self.env["uom.uom"].create(
            {"name": "Crate", "relative_factor": 8, "relative_uom_id": bunch.id}
        )
        for unit, possible, impossible in (
            (self._unit("unit"), 3, 1.5),
            (self._unit("unit"), 0, 0.01),
            (self._unit("dozen"), 0.5, 0.3),
            (self._unit("pack_6"), 1.5, 1.4),
            (bunch, 2, 2.5),
            (crate, 0.25, 0.2),
        ):
            with self.subTest(unit=unit.name):
                self.assertTrue(unit._off_has(possible))
                self.assertFalse(unit._off_has(impossible))

    def test_what_is_measured_comes_in_parts(self):
        bag = self.env["uom.uom"].create(
            {
                "name": "Half kilogram",
                "relative_factor": 500,
                "relative_uom_id": self._unit("gram").id,
            }
        )
        for unit in (self._unit("kgm"), self._unit("litre"), self._unit("lb"), bag):
            with self.subTest(unit=unit.name):
                self.assertTrue(unit._off_has(1.25))
                # Odoo keeps no more decimals than that.
                self.assertFalse(unit._off_has(1.00001))

    def test_the_error_names_product_unit_and_number(self):
        with self.assertRaisesRegex(
            UserError, "Leeks.* is counted in Units: 1.5 is not possible"
        ):
            self._unit("unit")._off_check_has(self.leeks, 1.5)

    def test_no_part_of_a_piece_is_ordered(self):
        order = self._create_order({self.leeks: 2})
        with self.assertRaisesRegex(ValidationError, f"{order.name}.*1.5 is not"):
            order.order_line.product_uom_qty = 1.5
        self.leeks.product_tmpl_id.uom_ids = self._unit("dozen")
        order.order_line.write(
            {"product_uom_id": self._unit("dozen").id, "product_uom_qty": 0.5}
        )
        self.assertEqual(order.order_line._off_get_ordered(), 6)

    def test_no_part_of_a_piece_is_accepted_on_top_or_makes_a_case(self):
        order = self._create_order({self.leeks: 2})
        with self.assertRaisesRegex(ValidationError, f"{order.name}.*0.5 is not"):
            order.order_line.off_tolerance = 0.5
        offer = self.cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        )
        offer.pack_size = 4
        for name in ("pack_size", "minimum_qty"):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "2.5 is"):
                offer.write({name: 2.5})

    def test_what_was_written_before_holds_no_closing_up(self):
        order = self._create_order({self.leeks: 2})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET off_tolerance = 0.5 WHERE id IN %s",
            [tuple(order.order_line.ids)],
        )
        self.env.invalidate_all()
        self.cycle.action_close()
        self.assertEqual(self.cycle.purchase_ids.order_line.product_qty, 2)

    def test_numbers_are_written_as_the_reader_writes_them(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.leeks.with_context(lang="fr_FR")
        with self.assertRaisesRegex(UserError, "1,5"):
            french.uom_id._off_check_has(french, 1.5)
