from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SolidarityCommon

MODELS = (
    "off.solidarity.level",
    "off.solidarity.grant",
    "off.solidarity.draw",
    "off.solidarity.fund",
)


@tagged("post_install", "-at_install")
class TestPrivate(SolidarityCommon):
    """Whoever keeps a hub, with or without the right to sell, does not learn which
    household has which level."""

    def setUp(self):
        super().setUp()
        self._grant()
        self.order = self._create_order({self.product: 2})

    def test_r26_a_keeper_reads_no_level_grant_draw_or_fund(self):
        for model in MODELS:
            records = self.env[model].search([])
            self.assertTrue(records, model)
            theirs = records.with_user(self.keeper)
            for name, arguments in (
                ("read", [["id"]]),
                ("search_read", [[]]),
                ("export_data", [["display_name"]]),
                ("search_count", [[]]),
                ("formatted_read_group", [[], [], ["__count"]]),
                ("name_search", [""]),
            ):
                with (
                    self.subTest(model=model, name=name),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    getattr(theirs, name)(*arguments)

    def test_r26_a_keeper_grants_nothing(self):
        with self.assertRaises(AccessError):
            self.env["off.solidarity.grant"].with_user(self.keeper).create(
                {
                    "partner_id": self.families[1].id,
                    "level_id": self.half.id,
                    "date_end": "2100-01-01",
                }
            )

    def test_r26_grantors_do_not_read_amounts(self):
        with self.assertRaises(AccessError):
            self._get_draw(self.order).with_user(self.grantor).read(["amount"])

    def test_r26_an_order_looks_like_any_other(self):
        """All fields that a keeper may read, of this order and of a full price one."""
        other = self._create_order({self.product: 2}, self.families[1])
        self.env.invalidate_all()
        mine = (self.order | other).with_user(self.keeper)
        own = ("id", "name", "display_name", "access_url", "access_token")
        same = [
            name
            for name, field in mine._fields.items()
            if field.type in ("float", "monetary", "integer", "selection", "boolean")
            and name not in own
            and mine._has_field_access(field, "read")
        ]
        first, second = mine.read(same)
        first.pop("id"), second.pop("id")
        self.assertEqual(first, second)
        self.assertEqual(first["amount_total"], 5)
        self.assertEqual(len(mine[0].order_line), len(mine[1].order_line))

    def test_r26_no_view_or_export_of_orders_shows_it(self):
        Order = self.env["sale.order"].with_user(self.keeper)
        for kind in ("form", "list", "kanban", "search"):
            arch = Order.get_view(view_type=kind)["arch"]
            self.assertNotIn("solidarity", arch)
            self.assertNotIn("draw", arch.replace("off_wallet_drawn", ""))
        self.assertFalse(
            [
                name
                for name in Order.fields_get()
                if "solidarity" in name
                or ("draw" in name and name != "off_wallet_drawn")
            ]
        )
        Partner = self.env["res.partner"].with_user(self.keeper)
        self.assertFalse([n for n in Partner.fields_get() if "solidarity" in n])
        Hub = self.env["off.hub"].with_user(self.keeper)
        self.assertNotIn("solidarity_fund_id", Hub.fields_get())

    def test_r26_no_printed_order_shows_it(self):
        html = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", self.order.ids
        )[0]
        for word in (b"olidarity", b"Half", b"2.50</span> for"):
            self.assertNotIn(word, html)

    def test_r26_no_message_tells_it(self):
        bodies = " ".join(self.order.message_ids.mapped("body"))
        tracked = self.order.message_ids.tracking_value_ids
        self.assertNotIn("olidarity", bodies)
        self.assertFalse(
            tracked.filtered(lambda one: "olid" in (one.field_id.name or ""))
        )
        self.assertNotIn("message_ids", self.env["off.solidarity.grant"]._fields)

    def test_r26_the_invoice_is_for_accountants_and_the_customer(self):
        self._settle()
        invoice = self.order.invoice_ids
        self.env.invalidate_all()
        theirs = invoice.with_user(self.keeper)
        self.assertFalse(theirs.search([("id", "=", invoice.id)]))
        with self.assertRaises(AccessError):
            theirs.read(["amount_total"])
        lines = invoice.invoice_line_ids.with_user(self.keeper)
        self.assertFalse(lines.search([("move_id", "=", invoice.id)]))
        accountant = self._create_staff("books", "account.group_account_invoice")
        self.assertAlmostEqual(invoice.with_user(accountant).amount_total, 2.5)
        # What salespeople see of its order stays whole.
        order = self.order.with_user(self.keeper)
        self.assertAlmostEqual(order.amount_invoiced, 5)

    def test_r26_who_grants_is_who_asked(self):
        grant = self.env["off.solidarity.grant"].search([])
        self.assertEqual(grant.grantor_id, self.grantor)
        with self.assertRaises(AccessError):
            grant.with_user(self.coordinator_b).read(["level_id"])
        stored = {name for name, field in grant._fields.items() if field.store}
        self.assertEqual(
            stored - {"id", "create_uid", "create_date", "write_uid", "write_date"},
            {
                "partner_id",
                "level_id",
                "hub_id",
                "company_id",
                "grantor_id",
                "date_end",
            },
        )
