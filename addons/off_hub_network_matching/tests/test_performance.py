from odoo.tests import tagged
from odoo.tools import SQL

from .common import MatchingCommon

MEMBERS = 5000
NOTICES = 10000
PRODUCTS = 20000
WORDS = ["carrots", "leeks", "goat cheese", "lentils", "apples", "beef", "honey"]


@tagged("post_install", "-at_install")
class TestPerformance(MatchingCommon):
    """A big network: members all over France, half of them producers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        cls._create_members()
        cls._create_notices()
        cls._create_products()
        execute = cls.env.cr.execute
        execute("ANALYZE res_partner, off_network_notice, product_template")
        execute(
            "ANALYZE product_product, off_availability, off_member_role_res_partner_rel"
        )
        cls.grower = cls._create_member("North Farm", km=10)
        cls.capacity = cls._create_notice(
            cls.grower, "capacity", "Carrots", 40, radius=150
        )
        cls.need.radius = 150
        cls.env.flush_all()

    @classmethod
    def _multiply(cls, record, series, **columns):
        """Copy the row of ``record`` for each row ``i`` of a series, some columns
        replaced by an expression: the ORM would take minutes.

        :return: ids of the copies
        """
        cls.env.flush_all()
        cr = cls.env.cr
        cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND column_name <> 'id'",
            [record._table],
        )
        names = [name for (name,) in cr.fetchall()]
        values = [SQL(columns.get(name, f'r."{name}"')) for name in names]
        rows = cls.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s r, %s WHERE r.id = %s "
                "RETURNING id",
                SQL.identifier(record._table),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(values),
                SQL.identifier(record._table),
                SQL(series),
                record.id,
            )
        )
        return [row_id for (row_id,) in rows]

    @classmethod
    def _create_members(cls):
        ids = cls._multiply(
            cls._create_member("Sample", km=400),
            f"generate_series(1, {MEMBERS}) i",
            name="'Member ' || i",
            partner_latitude="43 + random() * 7",
            partner_longitude="random() * 7",
        )
        cls.producer_ids, others = ids[: MEMBERS // 2], ids[MEMBERS // 2 :]
        roles = {"producer": cls.producer_ids, "hub": others[::2]}
        roles["collective_buyer"] = others[1::2]
        for name, members in roles.items():
            role = cls.env.ref(f"off_hub_network.role_{name}")
            cls.env.cr.execute(
                "INSERT INTO off_member_role_res_partner_rel "
                "(off_member_role_id, res_partner_id) SELECT %s, unnest(%s)",
                [role.id, members],
            )
        cls.other_ids = others

    @classmethod
    def _create_notices(cls):
        """Half of the producers declare nothing: their products speak for them."""
        sides = {"capacity": cls.producer_ids[::2], "need": cls.other_ids}
        for kind, members in sides.items():
            each = NOTICES // 2 // len(members)
            cls._multiply(
                cls._create_notice(cls.hub_b.partner_id, kind, "x", 40, radius=150),
                f"unnest(ARRAY{members}) i, generate_series(1, {each}) j",
                member_id="i",
                product=f"(ARRAY{WORDS})[1 + (i + j) %% {len(WORDS)}]",
            )

    @classmethod
    def _create_products(cls):
        sample = cls._create_supply(cls.producer, "x", 40)
        each = PRODUCTS // len(cls.producer_ids)
        templates = cls._multiply(
            sample.product_tmpl_id,
            f"unnest(ARRAY{cls.producer_ids}) i, generate_series(1, {each}) j",
            off_producer_id="i",
            name=f"jsonb_build_object('en_US', 'Fresh ' || "
            f"(ARRAY{WORDS})[1 + (i + j) %% {len(WORDS)}] || ' ' || j)",
        )
        variants = cls._multiply(
            sample, f"unnest(ARRAY{templates}) i", product_tmpl_id="i"
        )
        cls._multiply(
            sample.off_availability_ids, f"unnest(ARRAY{variants}) i", product_id="i"
        )

    def test_each_face_answers_in_a_few_queries(self):
        for notice, face in (
            (self.need, "producer"),
            (self.need, "hub"),
            (self.capacity, "hub"),
            (self.capacity, "buyer"),
        ):
            with self.subTest(face=face, kind=notice.kind):
                self.matching._find(notice, face)
                self.env.invalidate_all()
                with self.assertQueryCount(self.QUERIES):
                    found = self.matching._find(notice, face)
                self.assertEqual(len(found), 20)

    def test_the_number_of_queries_does_not_grow_with_the_answers(self):
        for limit in (1, 20, 200):
            self.matching._find(self.need, "producer", limit=limit)
            self.env.invalidate_all()
            with self.assertQueryCount(self.QUERIES):
                self.matching._find(self.need, "producer", limit=limit)

    QUERIES = 12
