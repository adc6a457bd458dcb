from odoo.fields import Command, Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..directory import Filters
from .common import NANTES, DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectoryQueries(DirectoryCommon, HttpCase):
    """Whatever the number of members, a page costs the same number of queries."""

    def _add_members(self, count):
        day = self.env.ref("off_hub_network.weekday_1")
        for number in range(count):
            member = self._create_member(
                f"Member {number:02}",
                47.2 + number / 1000,
                -1.5,
                city=f"Town {number}",
                off_delivery_day_ids=[Command.link(day.id)],
                off_address_visibility="public" if number % 3 else "linked",
            )
            self._certify(member)
            self._create_goods(
                f"Honey {number}",
                member,
                months=(6,),
                uom_ids=[Command.link(self.env.ref("uom.product_uom_pack_6").id)],
                off_label_ids=[
                    Command.link(self.env.ref("off_hub_network.label_organic").id)
                ],
                off_allergen_ids=[
                    Command.link(self.env.ref("off_hub_network.allergen_eggs").id)
                ],
            )

    def _count_queries(self, path):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.cr.sql_log_count - before

    def test_five_or_sixty_members(self):
        near = "near=x&at=x&lat=47.2&lng=-1.5&km=50"
        paths = (
            "/network",
            f"/network?{near}",
            "/network?role=producer&label=BIO&month=6&day=1&product=honey",
            "/network/map.json",
            "/network/products?product=honey",
            f"/network/products?{near}",
        )
        self._add_members(5)
        few = {path: self._count_queries(path) for path in paths}
        self._add_members(55)
        many = {path: self._count_queries(path) for path in paths}
        self.assertEqual(many, few)
        for path, count in few.items():
            self.assertLessEqual(count, 25, path)

    def test_finding_members_costs_three_queries_by_name(self):
        self._add_members(3)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self.Directory._find_members(Filters(role="producer", month=6))
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.Directory._find_members(Filters(role="producer"))

    def test_finding_members_costs_four_queries_by_distance(self):
        self._add_members(3)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.Directory._find_members(Filters(point=NANTES))

    def test_the_indexes_fit_the_questions(self):
        """With few rows PostgreSQL reads them all: forbid it, to see what it could."""
        Partner = self.env["res.partner"]
        shown = Partner._off_get_shown_domain()
        near = self.Directory._get_box_domain(Filters(point=NANTES))
        town = Domain("city", "in", ["Nantes"])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        indexes = {
            "res_partner_off_shown_name_idx": (shown, "name, id"),
            "res_partner_off_place_idx": (shown & near, None),
            "res_partner_off_town_idx": (shown & town, None),
        }
        for index, (domain, order) in indexes.items():
            query = Partner._search(domain, order=order)
            # Which of those that fit is cheapest depends on what was counted last.
            with self.env.cr.savepoint() as savepoint:
                for other in indexes.keys() - {index}:
                    self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(other)))
                rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
                savepoint.rollback()
            self.assertIn(index, str(rows))
