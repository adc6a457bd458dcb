from odoo.tests import tagged

from odoo.addons.off_order_cycle_website.tests.common import CycleWebsiteCase

from .common import DepositMixin


@tagged("post_install", "-at_install")
class TestDepositShop(DepositMixin, CycleWebsiteCase):
    """What a customer sees of deposits, from the shop to its order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jar = cls._create_container("Jar", 0.5)
        cls._put_in(cls.carrot, cls.jar, 2)

    def _tell_basket(self, quantities, order=None):
        return self.make_jsonrpc_request(
            f"{self._get_path()}/basket",
            {
                "quantities": {
                    str(self._get_offer(product).id): quantity
                    for product, quantity in quantities.items()
                },
                "order": order and order.id,
            },
        )

    def test_the_shop_tells_the_deposit_beside_the_price(self):
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertEqual(page.count("o_off_deposit"), 1)
        self.assertRegex(page, r"\+ \$\D{0,20}1\.00\D{0,20} deposit")

    def test_the_page_follows_a_deposit_that_changes(self):
        before = self.exchange._get_shop_stamp()
        self.jar.off_deposit = 0.7
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET write_date = write_date + interval '1 s'"
            " WHERE id = %s",
            self.jar.product_tmpl_id.ids,
        )
        self.assertNotEqual(before, self.exchange._get_shop_stamp())

    def test_the_basket_counts_deposits_apart_from_goods(self):
        self._login(self.customer)
        told = self._tell_basket({self.carrot: 2, self.bread: 1})
        self.assertEqual(told["goods"], 1100)
        self.assertIn(["Deposit: Jar", 200], told["fees"])
        self.assertEqual((told["total"], told["quoted"]), (1300, 1100))

    def test_an_order_shows_its_deposits_and_keeps_their_price(self):
        self._login(self.customer)
        self._order({self.carrot: 2}, self.slot)
        order = self._get_orders()
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 4})
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("Deposit: Jar", page)
        self.jar.off_deposit = 0.9
        told = self._tell_basket({self.carrot: 3}, order)
        self.assertIn(["Deposit: Jar", 300], told["fees"])
        self._order({self.carrot: 1}, self.slot, order=order.id)
        self.assertEqual(self._get_deposits(order), {("Jar", 0.5): 2})

    def test_who_pays_pays_the_deposits(self):
        cart = self.exchange._get_website_cart(
            self.customer.partner_id,
            self.website,
            {self._get_offer(self.carrot): 2},
            self.slot,
        )
        cart._off_hold(15)
        self.assertEqual(cart.amount_total, 7 + 2)
        self.assertTrue(cart.off_held_until)
        line = cart.order_line.filtered("off_is_deposit")
        self.assertEqual(line.name_short, "Deposit: Jar")
