import base64
import csv
import io
import json
import zipfile
from collections import defaultdict
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MovingCommon


@tagged("post_install", "-at_install")
class TestExport(MovingCommon):
    """Operator A takes all its data along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._create_order({cls.product: 2, cls.leeks: 1})
        cls.orders |= cls._create_order({cls.leeks: 3}, cls.families[1])
        cls.cycle.action_close()
        cls._receive()
        cls.cycle.action_allocate()
        cls.cycle.action_distribute()
        cls.cycle.action_settle()
        cls.invoices = cls.orders.invoice_ids
        cls.secret = cls.env["res.partner"].create({"name": "Secret of B"})
        cls.secret.off_company_ids = cls.company_b
        cls.env["sale.order"].create(
            {"partner_id": cls.secret.id, "company_id": cls.company_b.id}
        )

    def _export(self, user=None, has_documents=False):
        exports = self.env["off.data.export"].with_user(user or self.coordinator_a)
        export = exports._ask(self.company_a, has_documents)
        if export.state == "draft":
            self.env.flush_all()
            cron = self.env.ref("off_order_cycle_moving.cron_export")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
        self.assertFalse(export.failure)
        return export

    def _open(self, export):
        data = base64.b64decode(export.with_context(bin_size=False).data)
        return zipfile.ZipFile(io.BytesIO(data))

    def _read(self, export):
        """:return: description, ``{table: list of rows as dicts}``"""
        with self._open(export) as package:
            described = json.loads(package.read("datapackage.json"))
            tables = {
                one["name"]: list(
                    csv.DictReader(io.StringIO(package.read(one["path"]).decode()))
                )
                for one in described["resources"]
            }
        return described, tables

    def test_the_totals_are_those_of_ledger_and_orders(self):
        self.assertTrue(self.invoices)
        _described, tables = self._read(self._export())
        lines = self.env["account.move.line"].search(
            [("company_id", "=", self.company_a.id)]
        )
        sums = defaultdict(Decimal)
        for row in tables["journal_items"]:
            sums[row["account_id"]] += Decimal(row["balance"])
        expected = defaultdict(float)
        for line in lines:
            expected[str(line.account_id.id)] += line.balance
        self.assertEqual(set(sums), set(expected))
        for account, balance in expected.items():
            self.assertEqual(sums[account], Decimal(str(round(balance, 2))))
        self.assertFalse(sum(sums.values()))
        orders = self.env["sale.order"].search([("company_id", "=", self.company_a.id)])
        self.assertEqual(
            sum(Decimal(row["amount_total"]) for row in tables["orders"]),
            Decimal(str(round(sum(orders.mapped("amount_total")), 2))),
        )
        self.assertEqual(
            sum(Decimal(row["price_total"]) for row in tables["order_lines"]),
            sum(Decimal(row["amount_total"]) for row in tables["orders"]),
        )
        self.assertEqual(
            {row["name"] for row in tables["invoices"] if row["state"] == "posted"},
            set(
                self.invoices.filtered(lambda one: one.state == "posted").mapped("name")
            ),
        )

    def test_every_table_is_as_it_is_described(self):
        described, tables = self._read(self._export())
        names = {one["name"] for one in described["resources"]}
        wanted = "members producers products offers cycles orders order_lines pickups "
        wanted += "invoices journal_items payments stock_moves lots documents accounts"
        self.assertLessEqual(set(wanted.split()), names)
        self.assertFalse(set(wanted.split()) & set(described["off_missing"]))
        ids = {
            name: {row["id"] for row in rows if "id" in row}
            for name, rows in tables.items()
        }
        for one in described["resources"]:
            rows = tables[one["name"]]
            self.assertEqual(len(rows), one["rows"], one["name"])
            self.assertEqual(len(ids[one["name"]]), len(rows))
            fields = [field["name"] for field in one["schema"]["fields"]]
            self.assertEqual(len(fields), len(set(fields)), one["name"])
            for row in rows:
                self.assertEqual(list(row), fields)
            for field in one["schema"]["fields"]:
                for row in rows:
                    self._check_type(field, row[field["name"]], one["name"])
            for key in one["schema"].get("foreignKeys", ()):
                table = key["reference"]["resource"] or one["name"]
                values = {row[key["fields"]] for row in rows} - {""}
                self.assertLessEqual(values, ids[table], (one["name"], key))
        self.assertEqual(
            {row["name"] for row in tables["contacts"]}
            & {"Family 0", "Family 1", "Grower"},
            {"Family 0", "Family 1", "Grower"},
        )
        self.assertEqual([row["name"] for row in tables["producers"]], ["Grower"])

    def _check_type(self, field, text, table):
        if not text:
            return
        with self.subTest(table=table, field=field["name"]):
            if field["type"] == "integer":
                int(text)
            elif field["type"] == "number":
                Decimal(text)
            elif field["type"] == "boolean":
                self.assertIn(text, ("true", "false"))
            elif field["type"] == "datetime":
                self.assertRegex(text, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            elif field["type"] == "date":
                self.assertRegex(text, r"^\d{4}-\d\d-\d\d$")

    def test_nothing_of_another_operator_is_in_it(self):
        with self._open(self._export()) as package:
            texts = [package.read(name).decode() for name in package.namelist()]
        self.assertNotIn("Secret of B", "".join(texts))
        _described, tables = self._read(self._export())
        self.assertEqual([row["name"] for row in tables["operator"]], ["Operator A"])
        for name, rows in tables.items():
            owners = {row["company_id"] for row in rows if row.get("company_id")}
            self.assertLessEqual(owners, {str(self.company_a.id)}, name)

    def test_what_a_member_keeps_back_is_not_in_it(self):
        other = self._create_producer("Recluse")
        other.sudo().write(
            {
                "off_keeper_company_id": self.company_b.id,
                "phone": "0299887766",
                "off_phone_visibility": "hidden",
                "off_visibility": "public",
            }
        )
        self._create_link(other, self.hub_a, may_manage_products=False)
        self.env["purchase.order"].create(
            {"partner_id": other.id, "company_id": self.company_a.id}
        )
        _described, tables = self._read(self._export())
        row = next(row for row in tables["contacts"] if row["name"] == "Recluse")
        self.assertEqual(row["phone"], "")
        with self._open(self._export()) as package:
            for name in package.namelist():
                self.assertNotIn("0299887766", package.read(name).decode())

    def test_nothing_that_opens_a_door_is_in_it(self):
        described, _tables = self._read(self._export())
        names = {
            field["name"]
            for one in described["resources"]
            for field in one["schema"]["fields"]
        }
        for word in ("token", "password", "secret"):
            self.assertFalse([name for name in names if word in name])

    def test_invoices_come_as_pdf_where_asked(self):
        invoice = self.invoices.filtered(lambda one: one.state == "posted")[:1]
        self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4 test",
                "mimetype": "application/pdf",
                "res_model": "account.move",
                "res_id": invoice.id,
            }
        )
        export = self._export(has_documents=True)
        with self._open(export) as package:
            files = [name for name in package.namelist() if name.endswith(".pdf")]
            self.assertEqual(len(files), 1)
            self.assertEqual(package.read(files[0]), b"%PDF-1.4 test")
        _described, tables = self._read(export)
        row = next(row for row in tables["documents"] if row["name"] == "invoice.pdf")
        self.assertEqual(
            (row["path"], row["table"], row["row"]),
            (files[0], "entries", str(invoice.id)),
        )
        _described, tables = self._read(self._export())
        self.assertIn("invoice.pdf", {row["name"] for row in tables["documents"]})

    def test_who_reads_less_gets_less_and_is_told(self):
        manager = new_test_user(
            self.env,
            "manager_books_a",
            "account.group_account_manager",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        export = self._export(manager)
        described, tables = self._read(export)
        self.assertIn("journal_items", tables)
        self.assertNotIn("members", tables)
        self.assertIn("members", described["off_missing"])
        self.assertEqual(
            set(described["off_missing"]) & set(tables), set(), "told or there"
        )
        self.assertEqual(", ".join(described["off_missing"]), export.missing or "")

    def test_wrong_users_are_refused(self):
        users = [
            self.coordinator_b,
            self.accountant_a,
            self._create_user(
                "manager_a", self.company_a, "off_hub_network.group_hub_manager"
            ),
            new_test_user(self.env, "portal_x", "base.group_portal"),
            self.env.ref("base.public_user"),
        ]
        for user in users:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["off.data.export"].with_user(user)._ask(self.company_a, False)
        export = self._export()
        colleague = self._create_user("colleague_a", self.company_a)
        for user in (*users, colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                export.with_user(user).read(["data"])
        with self.assertRaises(AccessError):
            export.with_user(self.coordinator_a).write({"state": "draft"})

    def test_who_left_gets_nothing_more(self):
        exports = self.env["off.data.export"]
        export = exports.create(
            {"company_id": self.company_a.id, "user_id": self.coordinator_a.id}
        )
        self.coordinator_a.write(
            {
                "company_id": self.company_b.id,
                "company_ids": [(6, 0, self.company_b.ids)],
            }
        )
        export._make()
        self.assertEqual(export.state, "failed")
        self.assertFalse(export.data)

    def test_queries_do_not_follow_the_number_of_rows(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._export()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for _n in range(5):
            order = self.orders[0].copy()
            order.copy()
        self.assertLessEqual(count(), few + 3)
