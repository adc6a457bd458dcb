"""What operator A has cannot be put into the hands, or in the name, of others."""

from odoo import fields
from odoo.fields import Command

PRICE_B = 7777.31


class MovesChecks:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_a = cls._make_own(cls.env)
        cls.env.flush_all()

    @classmethod
    def _make_own(cls, env):
        """Records of operator A, and where they would go: ``[(record, vals)]``"""
        member, today = cls.hub_a.partner_id, fields.Date.today()
        member.off_keeper_company_id = cls.company_a
        item = env["off.catalog.item"].create(
            {"hub_id": cls.hub_a.id, "product_id": cls.product.id}
        )
        certificate = env["off.certificate"].create(
            {
                "partner_id": member.id,
                "label_id": env["off.label"].search([], limit=1).id,
                "certifier": "FR-BIO-01",
                "date_start": today,
                "date_end": today,
            }
        )
        photo = env["off.member.photo"].create(
            {"partner_id": member.id, "name": "Ours"}
        )
        goods = env["product.template"].create({"name": "Of nobody"})
        point = env["off.pickup.point"].create(
            {"name": "Point", "hub_id": cls.hub_a.id}
        )
        cycle = env["off.order.cycle"].create(
            {
                "name": "Ours",
                "coordinator_id": cls.hub_a.id,
                "date_open": cls.cycle_b.date_open,
                "date_close": cls.cycle_b.date_close,
            }
        )
        incoming, outgoing = env["off.exchange"].create(
            [
                {
                    "cycle_id": cycle.id,
                    "hub_id": cls.hub_a.id,
                    "direction": "incoming",
                    "producer_id": cls.producer.id,
                },
                {
                    "cycle_id": cycle.id,
                    "hub_id": cls.hub_a.id,
                    "direction": "outgoing",
                },
            ]
        )
        offer = env["off.offer"].create(
            {
                "exchange_id": incoming.id,
                "product_id": cls.product.id,
                "price": 1,
            }
        )
        slot = env["off.pickup.slot"].create(
            {
                "exchange_id": outgoing.id,
                "point_id": point.id,
                "date_start": cls.slot_b.date_start,
                "date_end": cls.slot_b.date_end,
            }
        )
        edge_b = cls.cycle_b.outgoing_ids
        return [
            (cls.hub_a, {"partner_id": cls.recluse.id}),
            (cls.hub_a, {"partner_id": cls.neighbour.id}),
            (cls.hub_a, {"company_id": cls.company_b.id}),
            (item, {"hub_id": cls.hub_b.id}),
            (certificate, {"partner_id": cls.neighbour.id}),
            (photo, {"partner_id": cls.neighbour.id}),
            (goods, {"off_producer_id": cls.neighbour.id}),
            (point, {"hub_id": cls.hub_b.id}),
            (cycle, {"coordinator_id": cls.hub_b.id}),
            (outgoing, {"cycle_id": cls.cycle_b.id}),
            (outgoing, {"hub_id": cls.hub_b.id}),
            (offer, {"exchange_id": cls.cycle_b.incoming_ids[:1].id}),
            (slot, {"exchange_id": edge_b.id}),
        ]

    def test_nothing_moves_to_another_operator_or_member(self):
        for record, vals in self.own_a:
            (name,) = vals
            before = record[name]
            with self.subTest(model=record._name, field=name):
                answer = self._call(record._name, "write", ids=record.ids, vals=vals)
                self.assertGreaterEqual(answer.status_code, 400, answer.text)
                record.invalidate_recordset()
                self.assertEqual(record[name], before)

    def test_records_with_an_owner_are_kept_by_it(self):
        """A model of the project whose rules say who may write it asks after writing
        too."""
        kept = type(self.env["off.kept.mixin"])
        rules = self.env["ir.rule"].search([("perm_write", "=", True)])
        for name in sorted(set(rules.model_id.mapped("model"))):
            model = self.env[name]
            if name.startswith("off.") and not model._transient:
                with self.subTest(model=name):
                    self.assertTrue(issubclass(type(model), kept))

    def test_words_of_others_products_stay(self):
        colour = self.env["product.attribute"].create({"name": "Colour"})
        red, blue = self.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": colour.id} for name in ("Red", "Blue")]
        )
        template = self.leeks.product_tmpl_id.with_env(self.env)
        template.attribute_line_ids = [
            Command.create(
                {
                    "attribute_id": colour.id,
                    "value_ids": [Command.set((red | blue).ids)],
                }
            )
        ]
        pack = self.env["uom.uom"].create(
            {
                "name": "Crate",
                "relative_factor": 12,
                "relative_uom_id": template.uom_id.id,
            }
        )
        template.uom_ids = pack
        template.categ_id = self.env["product.category"].create({"name": "Theirs"})
        formats = template.attribute_line_ids
        values = self.env["product.template.attribute.value"].search(
            [("attribute_line_id", "in", formats.ids)]
        )
        for record, vals in (
            (colour, {"name": "Pirate"}),
            (red, {"name": "Pirate"}),
            (formats, {"value_ids": [Command.set(red.ids)]}),
            (values, {"price_extra": 99}),
            (values, {"ptav_active": False}),
            (pack, {"relative_factor": 1}),
            (template.uom_id, {"name": "Pirate"}),
            (template.categ_id, {"name": "Pirate"}),
        ):
            with self.subTest(model=record._name, vals=vals):
                self.assertTrue(record)
                answer = self._call(record._name, "write", ids=record.ids, vals=vals)
                self.assertGreaterEqual(answer.status_code, 400, answer.text)
        answer = self._call("uom.uom", "unlink", ids=pack.ids)
        self.assertGreaterEqual(answer.status_code, 400)

    def test_ones_own_words_and_accounts_can_be_changed(self):
        category = self.env["product.category"].create({"name": "Ours"})
        self.leeks.categ_id = self.env["product.category"].create({"name": "Shared"})
        account = self.env["account.account"].create(
            {
                "name": "Sales",
                "code": "707999",
                "account_type": "income",
                "company_ids": [Command.set(self.company_a.ids)],
            }
        )
        for record, vals in (
            (category, {"name": "New"}),
            (
                self.leeks.categ_id,
                {"property_account_income_categ_id": account.id},
            ),
        ):
            answer = self._call("product.category", "write", ids=record.ids, vals=vals)
            self.assertTrue(answer.ok, answer.text)

    def test_a_link_that_others_granted_is_not_taken_over(self):
        """Not by who introduced the one that grants, once it has a login."""
        self.neighbour.sudo().off_keeper_company_id = self.company_a
        for method, params in (
            ("write", {"vals": {"company_id": self.company_a.id}}),
            ("unlink", {}),
        ):
            answer = self._call(
                "off.network.link", method, ids=self.link_b.ids, **params
            )
            self.assertGreaterEqual(answer.status_code, 400, answer.text)
        self.link_b.invalidate_recordset()
        self.assertEqual(self.link_b.exists().company_id, self.company_b)

    def test_a_document_does_not_tell_the_price(self):
        answer = self._call(
            "account.move",
            "create",
            vals_list=[
                {
                    "move_type": "out_invoice",
                    "partner_id": self.family_a.id,
                    "invoice_line_ids": [[0, 0, {"product_id": self.leeks.id}]],
                }
            ],
        )
        moves = self.env["account.move"].browse(answer.json() if answer.ok else ())
        self.assertNotIn(PRICE_B, moves.invoice_line_ids.mapped("price_unit"))

    def test_what_follows_from_a_kept_value_is_kept(self):
        """Fields of a product that are computed from its price tell it."""
        for name in ("product.template", "product.product"):
            model = self.env[name]
            private = model._off_get_private()
            followers = {
                field.name
                for price in private
                for field in self.registry.get_dependent_fields(model._fields[price])
                if field.model_name in ("product.template", "product.product")
                and field.name in model._fields
            }
            self.assertLessEqual(followers - set(private), TOLD, name)


# What depends on a price without telling it.
TOLD = set()
