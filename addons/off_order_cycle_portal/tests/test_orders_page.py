from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.res_partner import RUNNING
from .common import PortalCommon

PATH = "/my/network/orders"


@tagged("post_install", "-at_install")
class TestOrdersPage(PortalCommon):
    def _get_running(self, user=None):
        """:return: list of (exchange, what is told of it)"""
        user = user or self.grower
        member = user._off_get_member().with_user(user).sudo(False)
        groups = member._off_get_supplies(member._off_get_supplied(RUNNING))
        return [one for group in groups for one in group["supplies"]]

    def _get_quantities(self, rows):
        return {row["name"]: row["quantity"] for row in rows}

    def test_quantities_so_far_are_told_for_each_pickup(self):
        self.product.weight = 0.5
        self._create_order({self.product: 3, self.leeks: 1})
        self._create_order({self.product: 2}, self.families[1])
        self._create_order({self.product: 4}, self.families[2], confirm=False)
        ((edge, supply),) = self._get_running()
        self.assertEqual(edge.cycle_id, self.cycle)
        self.assertEqual(supply["state"], "live")
        self.assertEqual(
            self._get_quantities(supply["rows"]), {"Carrots": 5, "Leeks": 1}
        )
        (part,) = supply["parts"]
        self.assertEqual(part["slot"], self.exchange.slot_ids)
        self.assertEqual(self._get_quantities(part["rows"]), {"Carrots": 5, "Leeks": 1})
        self.assertEqual(supply["weight"], 2.5)
        self.assertEqual(supply["amount"], 5 * 2.5 + 3)
        carrots = supply["rows"][0]
        self.assertEqual(carrots["limit"], (5, 10))

    def test_the_amount_is_at_the_price_of_the_producer(self):
        self.exchange.offer_ids.price = 77.77
        self._create_order({self.product: 2})
        self.assertEqual(self._get_running()[0][1]["amount"], 5)

    def test_packs_tell_how_full_they_are(self):
        unit = self.product.uom_id
        crate = self.env["uom.uom"].create(
            {"name": "Crate", "relative_factor": 4, "relative_uom_id": unit.id}
        )
        if "pack_size" in self.env["off.offer"]._fields:
            self.exchange.offer_ids.incoming_id.pack_size = 4
        else:
            self.product.product_tmpl_id.uom_ids = crate
        self._create_order({self.product: 6})
        row = self._get_running()[0][1]["rows"][0]
        self.assertEqual(row["case"], (4, 1, 2))

    def test_after_closing_what_arrived_and_what_is_missing_is_told(self):
        self._create_order({self.product: 3, self.leeks: 1})
        self.cycle.action_close()
        ((_edge, supply),) = self._get_running()
        self.assertEqual(supply["state"], "ordered")
        self.assertEqual(supply["purchases"], self.cycle.purchase_ids)
        self.assertIsNone(supply["rows"][0]["received"])
        self._receive({self.product: 2})
        ((_edge, supply),) = self._get_running()
        self.assertEqual(supply["state"], "received")
        carrots = supply["rows"][0]
        self.assertEqual((carrots["received"], carrots["short"]), (2, 1))

    def test_a_sale_that_is_over_is_past(self):
        self._create_order({self.product: 3})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertFalse(self._get_running())
        self._login(self.grower)
        page = self.url_open(f"{PATH}?page=99").text
        self.assertIn("Past", page)
        self.assertIn("First week", page.partition("off_past")[2])

    def test_a_sheet_and_tables_are_to_be_had(self):
        self._create_order({self.product: 3})
        edge = self.cycle.incoming_ids
        self.cycle.name = "=First week"
        self._login(self.grower)
        sheet = self.url_open(f"{PATH}/{edge.id}").text
        for text in ("Carrots", "Town hall", "Operator A"):
            self.assertIn(text, sheet)
        self.assertNotIn("Family", sheet)
        for path in (f"{PATH}.csv", f"{PATH}/{edge.id}.csv"):
            answer = self.url_open(path)
            self.assertIn("text/csv", answer.headers["Content-Type"])
            head, row = answer.content.decode("utf-8-sig").splitlines()
            self.assertTrue(head.startswith("Operator;"))
            start = "Operator A;'=First week;provisional;Hub A;"
            self.assertTrue(row.startswith(start), row)
            self.assertIn(";Carrots;3;", row)

    def test_the_sheet_of_another_producer_does_not_exist(self):
        self._create_order({self.product: 3})
        edge = self.cycle.incoming_ids
        for user in (self.neighbour_user, self.family_user):
            self._login(user)
            for path in (f"{PATH}/{edge.id}", f"{PATH}/{edge.id}.csv"):
                self.assertEqual(self.url_open(path).status_code, 404)
        self._login(self.grower)
        selling = f"{PATH}/{self.exchange.id}"
        self.assertEqual(self.url_open(selling).status_code, 404)

    def test_customers_sale_prices_and_goods_of_others_stay_unknown(self):
        foreign = self._create_product("Honey", 9, off_producer_id=self.neighbour.id)
        self.exchange.offer_ids.price = 77.77
        self._create_order({self.product: 3})
        self._login(self.grower)
        page = self.url_open(PATH).text
        self.assertIn("Carrots", page)
        self.assertIn("Hub A", page)
        for secret in ("Family", "77.77", "77,77", foreign.name):
            self.assertNotIn(secret, page)

    def test_a_closed_cycle_becomes_a_purchase_order_with_its_pdf(self):
        self._create_order({self.product: 3})
        self.cycle.action_close()
        purchase = self.cycle.purchase_ids
        self._login(self.grower)
        page = self.url_open(PATH).text
        self.assertIn(purchase.name, page)
        self.assertIn("Operator A", page)
        self.assertIn("report_type=pdf", page)
        detail = self.url_open(purchase.get_portal_url())
        self.assertIn(purchase.name, detail.text)
        self.assertIn(f"/my/purchase/{purchase.id}", detail.url)

    def test_others_see_none_of_it(self):
        self._create_order({self.product: 3})
        self.assertFalse(self._get_running(self.neighbour_user))
        with self.assertRaises(AccessError):
            self.producer.with_user(self.neighbour_user)._off_get_supplied(RUNNING)
        with self.assertRaises(AccessError):
            self.producer.with_user(self.family_user)._off_get_purchases()
        self._login(self.neighbour_user)
        self.assertNotIn("Carrots", self.url_open(PATH).text)
        self._login(self.family_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(PATH).url)

    def test_queries_do_not_depend_on_the_number_of_orders(self):
        self._create_order({self.product: 1})
        counts = []
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._get_running()
            counts.append(self.cr.sql_log_count - before)
            for family in self.families:
                self._create_order({self.product: 1, self.leeks: 2}, family)
        self.assertLessEqual(counts[1], counts[0])

    def test_the_page_has_no_serious_accessibility_fault(self):
        self._create_order({self.product: 3})
        self._check_accessibility(PATH)
