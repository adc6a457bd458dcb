from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import ReportCommon

PEOPLE = ("customers", "members", "network")


@tagged("post_install", "-at_install")
class TestPeople(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()
        cls.env["off.hub.customer"].search(
            [("partner_id", "=", cls.families[0].id), ("hub_id", "=", cls.hub_a.id)]
        ).unlink()
        cls.known = cls.env["off.hub.customer"].create(
            {
                "hub_id": cls.hub_a.id,
                "partner_id": cls.families[0].id,
                "state": "member",
                "date_end": "2099-12-31",
                "group_ids": [(0, 0, {"name": "Staff", "hub_id": cls.hub_a.id})],
            }
        )

    def test_customers_of_a_cycle_with_what_they_ordered(self):
        rows = self._read("customers")
        self.assertEqual(len(rows), 3)
        self.assertEqual(
            self._sum(rows, "spent"), round(sum(self.orders.mapped("amount_total")), 2)
        )
        (row,) = [one for one in rows if one["email"] == "f0@example.org"]
        self.assertEqual((row["membership"], row["order_count"]), ("member", 1))
        self.assertEqual(row["member_until"].year, 2099)
        rows = self._read("customers", hubs=self.hub_c.ids)
        self.assertEqual([row["hub"] for row in rows], ["Hub C"])

    def test_members_with_their_groups_and_who_signs_in(self):
        new_test_user(
            self.env, "family_0", "base.group_portal", email="f0@example.org"
        ).partner_id.parent_id = self.families[0]
        rows = self._read("members")
        (row,) = [one for one in rows if one["email"] == "f0@example.org"]
        self.assertEqual(
            (row["logins"], row["customer_groups"], row["order_count"]),
            ("family_0", "Staff", 1),
        )
        page = self.reports.get_page("members", {"hubs": self.hub_a.ids})
        self.assertIn("Member", str(page["lines"]))

    def test_members_of_the_network_with_their_roles(self):
        rows = {row["member"]: row for row in self._read("network")}
        self.assertIn("Beekeeper", rows)
        self.assertEqual(rows["Beekeeper"]["product_count"], 1)
        self.assertTrue(rows["Beekeeper"]["roles"])
        self.assertEqual(rows["Hub A"]["hubs"], "Hub A")

    def test_another_operator_sees_none_of_them(self):
        reports = self._get_reports(self.coordinator_b)
        names = {family.name for family in self.families}
        for code in ("customers", "members"):
            told = {row["customer"] for row in self._read(code, reports, cycles=[])}
            self.assertFalse(told & names)
        told = {row["member"] for row in self._read("network", reports)}
        self.assertNotIn("Beekeeper", told)

    def test_who_may_not_sell_is_refused(self):
        keeper = new_test_user(
            self.env,
            "keeper_a",
            "off_hub_network.group_user",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        for code in PEOPLE:
            with self.subTest(code=code), self.assertRaises(UserError):
                self._get_reports(keeper).get_page(code, {})

    def test_queries_do_not_depend_on_the_number_of_people(self):
        def count():
            counts = []
            for code in PEOPLE:
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.reports.get_page(code, {})
                counts.append(self.env.cr.sql_log_count - before)
            return counts

        count()
        few = count()
        for number in range(5):
            family = self.env["res.partner"].create({"name": f"More {number}"})
            self._create_order({self.product: 1}, family)
        count()  # what Odoo keeps is read anew
        self.assertEqual(count(), few)
