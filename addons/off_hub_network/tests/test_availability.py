from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestAvailability(NetworkCommon):
    def setUp(self):
        super().setUp()
        self.availability = self.product.off_availability_ids
        self.reserve = self.env["off.availability"]._reserve

    def test_r3_a_reservation_leaves_less_for_everybody(self):
        self.reserve({self.product: 2})
        self.assertEqual(self.availability.available_qty, 8)

    def test_r3_more_than_declared_is_refused_and_named(self):
        with self.assertRaisesRegex(UserError, "Carrots.*11.*10 left"):
            self.reserve({self.product: 11})
        self.assertEqual(self.availability.reserved_qty, 0)

    def test_r3_handing_over_lowers_the_declared_number_once(self):
        self.reserve({self.product: 2})
        self.env["off.availability"]._hand_over({self.product: 2}, {self.product: 2})
        self.assertEqual(self.availability.declared_qty, 8)
        self.assertEqual(self.availability.available_qty, 8)

    def test_r3_a_new_declaration_replaces_the_number(self):
        self.reserve({self.product: 2})
        self.availability.declared_qty = 20
        self.assertEqual(self.availability.available_qty, 18)

    def test_r3_on_demand_has_no_limit(self):
        self.availability.on_demand = True
        self.reserve({self.product: 500})
        self.assertEqual(self.availability.reserved_qty, 500)

    def test_tenths_of_a_kilo_add_up_exactly(self):
        self.availability.declared_qty = 0.3
        self.reserve({self.product: 0.1})
        self.reserve({self.product: 0.2})
        self.assertEqual(self.availability.available_qty, 0)

    def test_giving_back_frees_the_quantity(self):
        self.reserve({self.product: 10})
        self.reserve({self.product: -4})
        self.assertEqual(self.availability.available_qty, 4)

    def test_quantities_keep_four_decimals(self):
        self.availability.declared_qty = 0.8006
        self.env.flush_all()
        self.availability.invalidate_recordset()
        self.assertEqual(self.availability.declared_qty, 0.8006)

    def test_only_operators_that_keep_the_catalogue_declare(self):
        self.availability.with_user(self.coordinator_a).declared_qty = 5
        with self.assertRaises(AccessError):
            self.availability.with_user(self.coordinator_b).declared_qty = 6

    def test_a_product_has_one_availability(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["off.availability"].create({"product_id": self.product.id})

    def test_what_is_reserved_is_not_written_by_hand(self):
        availability = self.product.off_availability_ids.with_user(self.coordinator_a)
        availability.declared_qty = 12
        with self.assertRaises(AccessError):
            availability.reserved_qty = 0
