import json
import re

from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestFavourites(CycleWebsiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.customer.partner_id
        cls.template = cls.carrot.product_tmpl_id

    def _post(self, path, quantities=None, **data):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        data |= {
            f"qty_{self._get_offer(product).id}": quantity
            for product, quantity in (quantities or {}).items()
        }
        return self.url_open(
            f"{self._get_path()}/{path}", {"csrf_token": token, **data}
        )

    def _get_liked(self, user=None):
        return (
            self.env["off.favourite"]
            .search([("partner_id", "=", (user or self.customer).partner_id.id)])
            .product_tmpl_id
        )

    def _get_saved(self, user=None):
        return self.env["off.saved.basket"].search(
            [("partner_id", "=", (user or self.customer).partner_id.id)]
        )

    def _get_value(self, page, product):
        name = f"qty_{self._get_offer(product).id}"
        row = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        found = re.search(r'value="([^"]*)"', row)
        return found and found[1]

    # -- products ----------------------------------------------------------------------
    def test_a_heart_is_kept_and_taken_back_without_losing_what_is_typed(self):
        self._login(self.customer)
        page = self._post("like/form", {self.bread: 3}, like=self.template.id).text
        self.assertEqual(self._get_liked(), self.template)
        self.assertEqual(self._get_value(page, self.bread), "3")
        data = re.search(r'id="off_personal_data">([^<]+)<', page)[1]
        self.assertEqual(json.loads(data), {"favourites": [self.template.id]})
        self.assertIn(f'.o_off_heart[value="{self.template.id}"]', page)
        self._post("like/form", like=self.template.id)
        self.assertFalse(self._get_liked())

    def test_the_script_of_the_page_does_the_same(self):
        self._login(self.customer)
        for liked in (True, False):
            answer = self.make_jsonrpc_request(
                f"{self._get_path()}/like", {"product": self.template.id}
            )
            self.assertEqual(answer, liked)

    def test_a_product_that_is_not_sold_here_cannot_be_liked(self):
        other = self.env["product.template"].create({"name": "Secret"})
        self._login(self.customer)
        for like in (other.id, 0, "x"):
            self.assertEqual(self._post("like/form", like=like).status_code, 404)
        self.assertFalse(self._get_liked())

    def test_visitors_and_others_have_none_of_it(self):
        self.env["off.favourite"]._toggle(self.partner, self.template)
        page = self.url_open(self._get_path()).text
        self.assertNotIn("off_personal_data", page)
        self.assertNotIn('id="off_saved"', page)
        self._login(self.neighbour)
        self.assertIn('"favourites": []', self.url_open(self._get_path()).text)

    # -- baskets -----------------------------------------------------------------------
    def test_a_basket_is_saved_and_filled_in_again_in_a_later_sale(self):
        self._login(self.customer)
        chosen = {self.bread: 3, self.carrot: 2}
        page = self._post("saved", chosen, saved_name=" Our  week")
        self.assertIn("Our week", page.text)
        saved = self._get_saved()
        self.assertEqual(saved.name, "Our week")
        self.egg.off_availability_ids.declared_qty = 0
        saved.line_ids.filtered(lambda line: line.product_id == self.carrot).unlink()
        saved.line_ids = [
            (0, 0, {"product_id": self.egg.id, "quantity": 2}),
        ]
        later = self._create_cycle(self.hub).outgoing_ids
        self.exchange = later
        page = self.url_open(f"{self._get_path(later)}?saved={saved.id}").text
        self.assertEqual(self._get_value(page, self.bread), "3")
        self.assertIn("are not sold this time", page)
        self.assertIn("Eggs", page)
        self.assertIn('data-save="1"', page)

    def test_saving_under_a_name_again_replaces_it(self):
        self._login(self.customer)
        self._post("saved", {self.bread: 3}, saved_name="Our week")
        self._post("saved", {self.carrot: 1}, saved_name="our WEEK")
        saved = self._get_saved()
        self.assertEqual(saved.line_ids.product_id, self.carrot)

    def test_a_basket_without_name_or_products_is_not_saved(self):
        self._login(self.customer)
        page = self._post("saved", {self.bread: 3}, saved_name=" ").text
        self.assertIn("Give your basket a name", page)
        self.assertEqual(self._get_value(page, self.bread), "3")
        self.assertIn(
            "Choose at least one product", self._post("saved", saved_name="A").text
        )
        self.assertFalse(self._get_saved())

    def test_a_basket_is_renamed_and_deleted(self):
        self._login(self.customer)
        for name in ("One", "Two"):
            self._post("saved", {self.bread: 3}, saved_name=name)
        one, two = self._get_saved()
        path = f"saved/{one.id}/rename"
        page = self._post(path, **{f"name_{one.id}": "two"}).text
        self.assertIn("choose another name", page)
        self._post(path, **{f"name_{one.id}": "Three"})
        self._post(f"saved/{two.id}/delete")
        self.assertEqual(self._get_saved().mapped("name"), ["Three"])

    def test_the_basket_of_another_is_refused(self):
        self._login(self.customer)
        self._post("saved", {self.bread: 3}, saved_name="Mine alone")
        saved = self._get_saved()
        self._login(self.neighbour)
        self.assertNotIn("Mine alone", self.url_open(self._get_path()).text)
        path = f"{self._get_path()}?saved={saved.id}"
        self.assertEqual(self.url_open(path).status_code, 404)
        for step in ("rename", "delete"):
            answer = self._post(f"saved/{saved.id}/{step}", **{f"name_{saved.id}": "X"})
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self._get_saved().name, "Mine alone")

    def test_a_basket_of_another_hub_is_not_filled_in(self):
        other = self._create_hub("Amap du Bourg", self.company)
        saved = self.env["off.saved.basket"].create(
            {"name": "There", "partner_id": self.partner.id, "hub_id": other.id}
        )
        self._login(self.customer)
        path = f"{self._get_path()}?saved={saved.id}"
        self.assertEqual(self.url_open(path).status_code, 404)
