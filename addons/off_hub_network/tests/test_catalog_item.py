from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestCatalogItem(NetworkCommon):
    def setUp(self):
        super().setUp()
        self.link_a.may_override = True
        self.Item = self.env["off.catalog.item"]

    def _create_item(self, **vals):
        return self.Item.create(
            {"hub_id": self.hub_a.id, "product_id": self.product.id, **vals}
        )

    def _terms(self, product=None):
        product = product or self.product
        return self.Item._get_terms(self.hub_a, product)[product]

    # -- terms ----------------------------------------------------------------------
    def test_without_an_item_the_producers_terms_apply(self):
        terms = self._terms()
        self.assertEqual((terms.price, terms.visible), (2.5, True))
        self.assertFalse(terms.item)

    def test_a_margin_is_rounded_to_the_cent(self):
        item = self._create_item(price_rule="margin", margin=33)
        self.assertEqual(self._terms().price, 3.33)  # 3.325
        item.write({"price_rule": "fixed", "price": 4.2})
        self.assertEqual((item.sale_price, self._terms().price), (4.2, 4.2))

    def test_r1_a_revoked_override_rests_and_comes_back(self):
        item = self._create_item(
            price_rule="fixed", price=4.2, own_stock=True, declared_qty=5
        )
        self.assertEqual(self._terms().item, item)
        self.link_a.may_override = False
        self.assertEqual(self._terms().price, 2.5)
        self.assertFalse(self._terms().item)
        self.assertTrue(item.exists())
        self.link_a.may_override = True
        self.assertEqual((self._terms().price, self._terms().item), (4.2, item))

    def test_r1_own_price_and_stock_are_the_producers_to_allow(self):
        self.link_a.may_override = False
        self._create_item(visible=False)  # what it sells is its own business
        for vals in ({"price_rule": "fixed", "price": 1}, {"own_stock": True}):
            other = self._create_product(f"Leeks {vals}")
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, "Grower"):
                self._create_item(product_id=other.id, **vals)

    def test_terms_of_many_products_cost_the_same_queries(self):
        products = self.product
        for n in range(12):
            products |= self._create_product(f"Leeks {n}")
        self.env.flush_all()
        self.env.invalidate_all()
        self.Item._get_terms(self.hub_a, self.product)
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            self.Item._get_terms(self.hub_a, products)

    # -- own stock (rule 3) ---------------------------------------------------------
    def test_r3_own_stock_is_counted_apart(self):
        item = self._create_item(own_stock=True, declared_qty=3)
        Availability = self.env["off.availability"]
        Availability._reserve({}, {item: 2})
        self.assertEqual((item.reserved_qty, item.available_qty), (2, 1))
        self.assertEqual(self.product.off_availability_ids.reserved_qty, 0)
        with self.assertRaisesRegex(UserError, "Carrots: 2 asked, 1 left"):
            Availability._reserve({}, {item: 2})
        with self.assertRaisesRegex(UserError, "they are handed over: Carrots"):
            item.action_reset()
        item._hand_over({item: 2}, {item: 1})
        self.assertEqual((item.declared_qty, item.reserved_qty), (2, 0))
        item.action_reset()
        self.assertFalse(item.exists())

    # -- the grid -------------------------------------------------------------------
    def test_the_grid_saves_all_or_nothing(self):
        leeks = self._create_product("Leeks", price=1)
        hub = self.hub_a.with_user(self.coordinator_a)
        rows = {row["name"]: row for row in hub.get_catalog_grid()["rows"]}
        self.assertEqual(rows["Leeks"]["sale_price"], 1)
        self.assertFalse(rows["Leeks"]["own"])
        changes = {
            str(leeks.id): {"price_rule": "margin", "margin": 10},
            str(self.product.id): {"price_rule": "margin", "margin": 10},
        }
        rows = hub.save_catalog_grid(changes)
        self.assertEqual([row["sale_price"] for row in rows], [2.75, 1.1])
        with self.assertRaisesRegex(UserError, "Leeks: “much” is not a number"):
            hub.save_catalog_grid(
                {self.product.id: {"margin": 20}, leeks.id: {"margin": "much"}}
            )
        hub.save_catalog_grid({leeks.id: {"reset": True}})
        self.assertEqual(self.Item.search([]).product_id, self.product)

    def test_the_grid_reads_many_rows_in_the_same_queries(self):
        hub = self.hub_a.with_user(self.coordinator_a)
        hub.get_catalog_grid()
        counts = []
        pack = self.env.ref("uom.product_uom_pack_6")
        for _n in range(2):
            for n in range(8):
                self._create_product(f"Leeks {n}", uom_ids=[(4, pack.id)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            hub.get_catalog_grid()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_another_operator_sees_and_changes_nothing(self):
        item = self._create_item(price_rule="fixed", price=4.2)
        stranger = item.with_user(self.coordinator_b)
        self.assertFalse(stranger.search([]))
        with self.assertRaises(AccessError):
            stranger.read(["price"])
        hub = self.hub_a.with_user(self.coordinator_b)
        with self.assertRaisesRegex(UserError, "operator's own"):
            hub.get_catalog_grid()
        with self.assertRaises(AccessError):
            hub.save_catalog_grid({self.product.id: {"visible": False}})
        user = self._create_user(
            "plain_a", self.company_a, "off_hub_network.group_user"
        )
        with self.assertRaises(AccessError):
            self.hub_a.with_user(user).save_catalog_grid({})
        with self.assertRaises(AccessError):
            item.with_user(self.coordinator_a).reserved_qty = 0
