import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, new_test_user, tagged

from ..reports import REPORTS
from .common import ReportCommon, get_codes

SECRETS = ("Family", "0102030405", "f0@example.org", "First week")


@tagged("post_install", "-at_install")
class TestAccess(ReportCommon, HttpCase):
    """Reports tell what orders tell, on every channel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()
        cls.run_a = cls.env["off.report.run"].browse(
            cls.reports.start("delivery", {"cycles": cls.cycle.ids}, "xlsx")["run"]
        )
        cls.run_a.sudo().write(
            {"state": "done", "data": b"U0VDUkVU", "file_name": "x.xlsx"}
        )
        cls.other_a = cls._create_user("other_a", cls.company_a)
        cls.customer = new_test_user(
            cls.env,
            "report_customer",
            groups="base.group_portal",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        cls.orders[0].partner_id = cls.customer.partner_id
        cls.keeper = cls._create_user(
            "keeper_a", cls.company_a, "off_hub_network.group_hub_manager"
        )

    def _get_url(self, code, extension="xlsx", **filters):
        text = json.dumps({"cycles": self.cycle.ids, **filters})
        return f"/off/reports/{code}.{extension}?filters={text}"

    def test_another_operator_reads_nothing(self):
        for code in get_codes():
            with self.subTest(code=code):
                reports = self._get_reports(self.coordinator_b)
                self.assertEqual(self._read(code, reports), [])
                page = reports.get_page(code, {"cycles": self.cycle.ids})
                self.assertEqual((page["count"], page["lines"]), (0, []))

    def test_names_of_filters_are_those_that_one_may_read(self):
        reports = self._get_reports(self.coordinator_b)
        filters = reports._read_filters(
            {"cycles": self.cycle.ids, "customers": self.families.ids}
        )
        told = " ".join(reports._describe_filters(REPORTS["delivery"], filters))
        told += reports._get_file_name(REPORTS["delivery"], filters, "xlsx")
        told += str(reports.get_reports(self.cycle.id))
        for secret in SECRETS:
            self.assertNotIn(secret, told)

    def test_a_hub_of_another_operator_sees_its_own_orders_without_purchase_prices(
        self,
    ):
        edge, order = self._sell_at_b()
        reports = self._get_reports(self.coordinator_b)
        for code in get_codes():
            rows = self._read(code, reports)
            with self.subTest(code=code):
                self.assertTrue(rows or code == "bulk_allocation")
                for row in rows:
                    self.assertIn(row.get("hub", "Hub B"), ("Hub B",))
                    self.assertIn(row.get("order", order.name), (order.name,))
                    self.assertIsNone(row.get("purchase_price"))
                    self.assertIsNone(row.get("cost"))
        ordered = self._sum(self._read("orders_distributors"), "ordered")
        self.assertEqual(ordered, 17, "operator A counts its own orders only")

    def _sell_at_b(self):
        """Hub B sells in the cycle of operator A."""
        edge = self.env["off.exchange"].create(
            {
                "cycle_id": self.cycle.id,
                "hub_id": self.hub_b.id,
                "direction": "outgoing",
            }
        )
        sold = self.edge.offer_ids.filtered(
            lambda offer: offer.product_id == self.product
        )
        offer = self.env["off.offer"].create(
            {
                "exchange_id": edge.id,
                "product_id": self.product.id,
                "incoming_id": sold.incoming_id.id,
                "price": 4,
            }
        )
        order = (
            self.env["sale.order"]
            .with_company(self.company_b)
            .create(
                {
                    "partner_id": self.env["res.partner"].create({"name": "B"}).id,
                    "company_id": self.company_b.id,
                    "off_exchange_id": edge.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.product.id,
                                "off_offer_id": offer.id,
                                "product_uom_qty": 1,
                            },
                        )
                    ],
                }
            )
        )
        point = self.env["off.pickup.point"].create(
            {"name": "B", "hub_id": self.hub_b.id}
        )
        order.off_slot_id = self.slot_of(edge, point)
        order.action_confirm()
        return edge, order

    def slot_of(self, edge, point):
        slot = self.edge.slot_ids
        return self.env["off.pickup.slot"].create(
            {
                "exchange_id": edge.id,
                "point_id": point.id,
                "date_start": slot.date_start,
                "date_end": slot.date_end,
            }
        )

    def test_who_may_not_read_orders_is_refused(self):
        for user in (self.customer, self.keeper, self.env.ref("base.public_user")):
            reports = self.env["off.cycle.report"].with_user(user)
            for method, args in (
                ("get_reports", ()),
                ("get_page", ("delivery", {})),
                ("start", ("delivery", {}, "xlsx")),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(reports, method)(*args)

    def test_who_sells_for_somebody_else_reads_one_s_own_orders(self):
        """Rules of Odoo for salespeople who see their own documents hold too."""
        seller = self._create_user(
            "seller_a", self.company_a, "sales_team.group_sale_salesman"
        )
        self.orders.user_id = self.coordinator_a
        self.orders[1].user_id = seller
        rows = self._read("delivery", self._get_reports(seller))
        self.assertEqual([row["order"] for row in rows], [self.orders[1].name])

    def test_contacts_that_a_member_hides_are_empty(self):
        hidden = self._create_producer("Hidden member")
        hidden.write({"phone": "0699999999", "off_phone_visibility": "hidden"})
        self.exchange = self.edge
        self._create_order({self.product: 1}, hidden)
        known = hidden.with_user(self.coordinator_a).read(["phone"])[0]["phone"]
        rows = self._read("orders_distributors", customers=hidden.ids)
        self.assertEqual(rows[0]["phone"] or False, known or False)

    def test_lists_for_volunteers_tell_phones_of_those_who_agreed(self):
        """Others are for the staff, who needs the number for the order itself."""
        agreeing, other = self.families[1], self.families[2]
        agreeing.phone, other.phone = "0203040506", "0304050607"
        asked = []

        def agree(_partner, purpose, company):
            asked.append((purpose, company))
            return Domain("id", "=", agreeing.id)

        with patch.object(
            self.env.registry["res.partner"], "_off_get_consent_domain", agree
        ):
            for code in ("packing_customer", "delivery"):
                rows = self._read(code)
                phones = {row["customer"]: row["listed_phone"] for row in rows}
                self.assertEqual(phones[agreeing.name], agreeing.phone, code)
                self.assertIsNone(phones[other.name], code)
            rows = self._read("orders_distributors")
            self.assertIn(other.phone, {row["phone"] for row in rows})
        self.assertEqual(set(asked), {("phone_lists", self.company_a)})

    def test_without_anybody_to_ask_lists_tell_all_phones(self):
        self.families[1].phone = "0203040506"
        Partner = self.env.registry["res.partner"]
        domain = patch.object(
            Partner, "_off_get_consent_domain", lambda *_args: Domain.TRUE
        )
        with domain:
            for code in ("packing_customer", "delivery"):
                phones = {row["listed_phone"] for row in self._read(code)}
                self.assertIn("0203040506", phones, code)

    # -- over HTTP ---------------------------------------------------------------------
    def test_files_of_another_operator_are_empty(self):
        self.authenticate("coordinator_b", "coordinator_b")
        for code in get_codes():
            response = self.url_open(self._get_url(code))
            self.assertEqual(response.status_code, 200, response.text)
            if REPORTS[code].printed:
                response = self.url_open(self._get_url(code, "pdf"))
                for secret in SECRETS:
                    self.assertNotIn(secret, response.text)

    def test_the_address_cannot_ask_for_another_operator(self):
        self.authenticate("coordinator_b", "coordinator_b")
        url = self._get_url("delivery", "pdf") + f"&cids={self.company_a.id}"
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("Family", response.text)

    def test_odoo_s_own_address_of_printed_reports_tells_no_more(self):
        options = json.dumps({"code": "delivery", "filters": {}})
        for path in (
            f"/report/html/off_order_cycle_report.document?options={options}",
            f"/report/html/off_order_cycle_report.document/{self.cycle.id}",
        ):
            self.authenticate("coordinator_b", "coordinator_b")
            self.assertNotIn("Family", self.url_open(path).text)
            self.authenticate("report_customer", "report_customer")
            response = self.url_open(path)
            self.assertNotIn("Family", response.text)
            self.assertNotEqual(response.status_code, 200)

    def test_customers_and_strangers_get_no_file(self):
        for login in ("report_customer", "keeper_a"):
            self.authenticate(login, login)
            response = self.url_open(self._get_url("delivery"))
            self.assertEqual(response.status_code, 403)
        self.authenticate(None, None)
        response = self.url_open(self._get_url("delivery"), allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_nonsense_is_refused_without_an_error_of_the_server(self):
        self.authenticate("coordinator_a", "coordinator_a")
        for path in (
            "/off/reports/nothing.xlsx",
            "/off/reports/delivery.xlsx?filters=x",
            "/off/reports/delivery.xlsx?filters=[]x",
            '/off/reports/delivery.xlsx?filters={"cycles":["a"]}',
            "/off/reports/products.pdf",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 400)

    def test_json2_tells_no_more(self):
        keys = self.env["res.users.apikeys"]
        for user, allowed in ((self.coordinator_b, True), (self.customer, False)):
            key = keys.with_user(user).sudo()._generate("rpc", "test", None)
            headers = {"Authorization": f"Bearer {key}"}
            for model, method, params in (
                (
                    "off.cycle.report",
                    "get_page",
                    {"code": "delivery", "filters": {"cycles": self.cycle.ids}},
                ),
                ("off.report.run", "search_read", {"domain": []}),
                ("off.report.run", "read", {"ids": self.run_a.ids}),
            ):
                response = self.opener.post(
                    f"{self.base_url()}/json/2/{model}/{method}",
                    json=params,
                    headers=headers,
                    timeout=60,
                )
                with self.subTest(user=user.login, method=method):
                    self.assertNotIn("Family", response.text)
                    self.assertNotIn("U0VDUkVU", response.text)
                    if not allowed:
                        self.assertGreaterEqual(response.status_code, 400)

    # -- finished files ----------------------------------------------------------------
    def test_a_finished_file_is_its_user_s_alone(self):
        url = f"/web/content/off.report.run/{self.run_a.id}/data?download=true"
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "off.report.run"), ("res_id", "=", self.run_a.id)]
            + [("res_field", "=", "data")]
        )
        self.assertEqual(len(attachment), 1)
        for login in ("coordinator_b", "other_a", "report_customer", "keeper_a"):
            self.authenticate(login, login)
            for path in (url, f"/web/content/{attachment.id}"):
                with self.subTest(login=login, path=path):
                    response = self.url_open(path)
                    self.assertNotIn("SECRET", response.text)
                    self.assertGreaterEqual(response.status_code, 400)
        self.authenticate("coordinator_a", "coordinator_a")
        self.assertEqual(self.url_open(url).text, "SECRET")

    def test_runs_of_others_are_neither_read_nor_removed_nor_tried_again(self):
        for user in (self.coordinator_b, self.other_a):
            run = self.run_a.with_user(user)
            self.assertFalse(run.search([]))
            for call in (
                lambda run=run: run.read(["filters"]),
                lambda run=run: run.unlink(),
                lambda run=run: run.action_retry(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_runs_are_made_by_asking_only(self):
        with self.assertRaises(AccessError):
            self.env["off.report.run"].with_user(self.coordinator_a).create(
                {
                    "name": "x",
                    "code": "delivery",
                    "extension": "xlsx",
                    "user_id": self.coordinator_b.id,
                }
            )
        with self.assertRaises(AccessError):
            self.run_a.with_user(self.coordinator_a).write({"code": "products"})

    def test_a_report_that_does_not_exist_is_told(self):
        with self.assertRaisesRegex(UserError, "supplier_totals"):
            self.reports.get_page("nothing")
        with self.assertRaises(UserError):
            self.reports.start("products", {}, "pdf")
