import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NetworkCommon
from .test_catalog_import import HEADER

QUERIES = 7  # of each hundred rows, beside what a file of any size costs


def make_rows(count, first=0, price=2, producer="Bulk farm"):
    """Rows of products with two formats each."""
    return "".join(
        f"{producer},B{n:05},Product {n // 2:05},,Vegetables,,{1 + n % 2},kg,,"
        f"{price + n % 7}.50,{n % 40},,0,Frais,TVA 5.5%\n".replace("5.5%", "7.7%")
        for n in range(first, first + count)
    )


@tagged("post_install", "-at_install")
class TestCatalogBulk(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["off.catalog.import"].create(
            {"hub_id": cls.hub_a.id, "data": cls._encode(make_rows(2))}
        ).action_apply()

    @staticmethod
    def _encode(rows):
        return base64.b64encode((HEADER + rows).encode())

    def _wizard(self, rows, user=None, **values):
        user = user or self.coordinator_a
        return (
            self.env["off.catalog.import"]
            .with_user(user)
            .create({"hub_id": self.hub_a.id, "data": self._encode(rows), **values})
        )

    def _count_queries(self, rows):
        wizard = self._wizard(rows)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        wizard.action_apply()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_new_products_cost_few_queries(self):
        few = self._count_queries(make_rows(100, 1000))
        many = self._count_queries(make_rows(300, 2000))
        # Odoo looks for an archived attribute line of each new product.
        lines = (300 - 100) / 2
        self.assertLessEqual((many - few - lines) / 2, QUERIES)

    def test_changed_prices_cost_few_queries(self):
        self._wizard(make_rows(300, 1000)).action_apply()
        few = self._count_queries(make_rows(100, 1000, price=3))
        many = self._count_queries(make_rows(300, 1000, price=4))
        self.assertLessEqual((many - few) / 2, QUERIES)

    def test_an_unchanged_file_costs_few_queries(self):
        self._wizard(make_rows(300, 1000)).action_apply()
        few = self._count_queries(make_rows(100, 1000))
        many = self._count_queries(make_rows(300, 1000))
        self.assertLessEqual((many - few) / 2, QUERIES)

    def test_products_made_in_bulk_are_as_odoo_makes_them(self):
        products = self.env["product.product"].search([("default_code", "=like", "B%")])
        template = products.product_tmpl_id
        by_hand = self.env["product.template"].create(
            {"name": "By hand", "off_producer_id": template.off_producer_id.id}
        )
        self.assertEqual(len(template), 1)
        self.assertEqual(template.uom_id, by_hand.uom_id)
        self.assertEqual(template.sale_ok, by_hand.sale_ok)
        self.assertEqual(sorted(products.mapped("lst_price")), [2.5, 3.5])
        self.assertEqual(len(products.off_availability_ids), 2)
        self.assertEqual(products.off_availability_ids.producer_id.name, "Bulk farm")

    def test_new_producers_are_linked_and_nobody_is_asked(self):
        farm = self.env["res.partner"].search([("name", "=", "Bulk farm")])
        link = farm.off_granted_link_ids
        self.assertEqual(
            (link.state, link.grantee_id), ("accepted", self.hub_a.partner_id)
        )
        self.assertFalse(link.message_ids.partner_ids)

    def test_another_operators_hub_brings_nothing_in(self):
        wizard = self._wizard(make_rows(1, 7000, producer="New farm of B"))
        wizard.hub_id = self.hub_b
        with self.assertRaises(AccessError):
            wizard.action_apply()

    # -- good rows only ----------------------------------------------------------
    def test_the_good_rows_alone_are_imported_when_asked(self):
        bad = make_rows(1, 5002).replace(",1,kg,", ",x,kg,")
        wizard = self._wizard(make_rows(2, 5000) + bad, good_rows_only=True)
        wizard.action_preview()
        self.assertEqual((wizard.good_count, wizard.error_count), (2, 1))
        wizard.action_apply()
        self.assertEqual(wizard.state, "done")
        error = wizard.line_ids.filtered(lambda line: line.action == "error")
        self.assertEqual((error.row, error.column), (4, "units"))
        made = self.env["product.product"].search([("default_code", "=like", "B0500%")])
        self.assertEqual(made.mapped("default_code"), ["B05000", "B05001"])

    def test_the_rows_left_out_can_be_mended_and_imported(self):
        bad = make_rows(1, 5002).replace(",1,kg,", ",x,kg,")
        wizard = self._wizard(make_rows(2, 5000) + bad, good_rows_only=True)
        wizard.action_apply()
        refused = base64.b64decode(wizard.refused)
        self.assertEqual(refused.count(b"\n"), 2)
        mended = base64.b64encode(refused.replace(b",x,kg,", b",1,kg,"))
        again = self._wizard("")
        again.data = mended
        again.action_preview()
        self.assertEqual((again.create_count, again.error_count), (1, 0))
        self.assertIn("error", again.warning)
        again.action_apply()
        self.assertTrue(
            self.env["product.product"].search([("default_code", "=", "B05002")])
        )

    def test_rows_that_the_database_refuses_are_left_out_too(self):
        self._create_producer("Free farm")
        rows = make_rows(2, 5000) + make_rows(1, 6000, producer="Free farm")
        wizard = self._wizard(rows, good_rows_only=True)
        wizard.action_apply()
        self.assertEqual((wizard.good_count, wizard.error_count), (2, 1))
        self.assertIn(b"does not let", base64.b64decode(wizard.refused))

    def test_a_file_without_a_good_row_is_refused_all_the_same(self):
        bad = make_rows(2, 5000).replace(",kg,", ",kgs,")
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            self._wizard(bad, good_rows_only=True).action_apply()

    def test_nothing_is_written_unless_good_rows_were_asked_for(self):
        bad = make_rows(1, 5002).replace(",1,kg,", ",x,kg,")
        with self.assertRaises(UserError):
            self._wizard(make_rows(2, 5000) + bad).action_apply()
        self.assertFalse(
            self.env["product.product"].search([("default_code", "=like", "B05%")])
        )
