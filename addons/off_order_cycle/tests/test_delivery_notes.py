from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CycleCommon

PINNED_PER_BUYER = 4  # above all its number


class NotesCommon(CycleCommon):
    """A restaurant and a school buy beside the families."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.restaurant = cls.env["res.partner"].create(
            {
                "name": "Restaurant of the Port",
                "is_company": True,
                "company_registry": "99900410300010",
            }
        )
        role = cls.env.ref("off_hub_network.role_collective_buyer")
        cls.school = cls.env["res.partner"].create(
            {"name": "School", "off_role_ids": [Command.link(role.id)]}
        )
        cls.kitchen = cls.env["res.partner"].create(
            {"name": "Kitchen", "type": "delivery", "parent_id": cls.restaurant.id}
        )

    def _hand_over(self, received=None):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def _get_transfers(self):
        return self.cycle.picking_ids.filtered("off_pickup_point_id")

    def _decide(self, partner, transfer):
        self.env["off.hub.customer"].create(
            {
                "hub_id": self.hub_a.id,
                "partner_id": partner.id,
                "transfer": transfer,
            }
        )


@tagged("post_install", "-at_install")
class TestDeliveryNotes(NotesCommon):
    """One transfer per pickup point, and one for each order of a professional."""

    def test_professionals_and_collective_buyers_get_transfers_of_their_own(self):
        families = self._create_order({self.product: 1}, self.families[0])
        families |= self._create_order({self.product: 2}, self.families[1])
        restaurant = self._create_order({self.product: 3}, self.restaurant)
        school = self._create_order({self.leeks: 4}, self.school)
        self._hand_over()
        transfers = self._get_transfers()
        self.assertEqual(len(transfers), 3)
        pooled = transfers.filtered(lambda one: not one.off_order_id)
        self.assertEqual(pooled.move_ids.mapped("quantity"), [3])
        self.assertEqual(pooled.partner_id, self.point._get_address())
        self.assertFalse(pooled.sale_id)
        own = restaurant.picking_ids
        self.assertEqual(own.off_order_id, restaurant)
        self.assertEqual(own.partner_id, restaurant.partner_shipping_id)
        self.assertEqual(own.origin, restaurant.name)
        self.assertEqual(own.state, "done")
        self.assertEqual(school.picking_ids.move_ids.product_id, self.leeks)
        self.assertEqual(len(set(transfers.mapped("name"))), 3)
        for order in families | restaurant | school:
            line = order.order_line
            self.assertEqual(line.qty_delivered, line.product_uom_qty)
            self.assertEqual(len(line), 1, "No line was added by the transfer")

    def test_each_order_of_a_professional_has_its_note(self):
        orders = self._create_order({self.product: 1}, self.restaurant)
        orders |= self._create_order({self.product: 2}, self.restaurant)
        self._hand_over()
        self.assertEqual(
            [order.picking_ids.move_ids.quantity for order in orders], [1, 2]
        )

    def test_goods_go_to_the_delivery_address_of_the_order(self):
        order = self._create_order({self.product: 1}, self.restaurant, confirm=False)
        order.partner_shipping_id = self.kitchen
        order.action_confirm()
        self._hand_over()
        self.assertEqual(order.picking_ids.partner_id, self.kitchen)

    def test_a_hub_decides_otherwise(self):
        self._decide(self.restaurant, "pooled")
        self._decide(self.families[0], "own")
        restaurant = self._create_order({self.product: 1}, self.restaurant)
        family = self._create_order({self.product: 1}, self.families[0])
        self._hand_over()
        self.assertFalse(restaurant.picking_ids)
        self.assertTrue(family.picking_ids)

    def test_the_note_tells_what_was_ordered_and_delivered_with_lots(self):
        self.product.product_tmpl_id.write(
            {"tracking": "lot", "off_origin": "Drôme", "off_storage": "chilled"}
        )
        self.company_a.partner_id.company_registry = "88800410300010"
        order = self._create_order({self.product: 5, self.leeks: 1}, self.restaurant)
        self.cycle.action_close()
        receipt = self.cycle.picking_ids
        lot = self.env["stock.lot"].create(
            {
                "name": "LOT-7",
                "product_id": self.product.id,
                "company_id": self.company_a.id,
            }
        )
        move = receipt.move_ids.filtered(lambda one: one.product_id == self.product)
        move.move_line_ids.write({"lot_id": lot.id, "quantity": 4})
        receipt.move_ids.picked = True
        receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipt.ids
        ).button_validate()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        lines = {
            line["product"]: line for line in order.picking_ids._off_get_slip_lines()
        }
        # Invoices tell lots by the allocations, and would tell them twice.
        self.assertFalse(order.order_line.move_ids)
        carrots = lines["Carrots"]
        self.assertEqual((carrots["ordered"], carrots["delivered"]), (5, 4))
        self.assertEqual([one[0] for one in carrots["lots"]], ["LOT-7"])
        self.assertIn("Drôme", carrots["about"])
        text = self._render(self.cycle)
        for expected in (
            order.picking_ids.name,
            order.name,
            "LOT-7",
            "99900410300010",
            "88800410300010",
            "Temperature on arrival",
            "signature of the buyer",
        ):
            self.assertIn(expected, text)

    def test_all_notes_of_a_cycle_or_a_pickup_are_one_document(self):
        own = self._create_order({self.product: 1}, self.restaurant)
        own |= self._create_order({self.product: 1}, self.school)
        family = self._create_order({self.product: 1}, self.families[0])
        with self.assertRaises(UserError):
            self.cycle._get_own_transfers()
        self._hand_over()
        for record in (self.cycle, self.exchange.slot_ids):
            text = self._render(record)
            for order in own:
                self.assertIn(order.picking_ids.name, text)
            self.assertNotIn(family.name, text)

    def _render(self, record):
        name = "delivery_notes_slot"
        if record._name == "off.order.cycle":
            name = "delivery_notes"
        html, _kind = (
            self.env["ir.actions.report"]
            .with_context(lang="en_US")
            ._render_qweb_html(f"off_order_cycle.{name}", record.ids)
        )
        return html.decode()

    def test_the_slip_of_a_pooled_transfer_stays_odoos(self):
        self._create_order({self.product: 1}, self.families[0])
        self._hand_over()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "stock.report_deliveryslip", self._get_transfers().ids
        )
        self.assertNotIn("o_off_note_lines", html.decode())
        self.assertIn("stock_move_line_table", html.decode())

    def test_queries_grow_little_with_the_buyers(self):
        def count(number):
            self.product.off_availability_ids.declared_qty = 1000
            type(self).cycle = self.cycle = self._create_cycle()
            type(self).exchange = self.exchange = self.cycle.outgoing_ids
            self.cycle.action_open()
            buyers = self.env["res.partner"].create(
                [{"name": f"Buyer {n}", "is_company": True} for n in range(number)]
            )
            for buyer in buyers:
                self._create_order({self.product: 1, self.leeks: 1}, buyer)
            self.cycle.action_close()
            self._receive()
            self.cycle.action_allocate()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.cycle.action_distribute()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cycle, exchange = self.cycle, self.exchange
        self.addCleanup(setattr, type(self), "cycle", cycle)
        self.addCleanup(setattr, type(self), "exchange", exchange)
        count(2)
        few, many = count(3), count(13)
        self.assertLessEqual(many - few, 10 * PINNED_PER_BUYER)


@tagged("post_install", "-at_install")
class TestDeliveryNotesOnThePortal(NotesCommon, HttpCase):
    """The buyer finds its note on its order; nobody else does."""

    def test_the_buyer_alone_gets_its_note(self):
        buyer = self._create_portal_user("note_buyer", self.restaurant)
        other = self._create_portal_user("note_other", self.families[1])
        order = self._create_order({self.product: 1}, self.restaurant)
        self._create_order({self.product: 1}, self.families[1])
        self._hand_over()
        own = order.picking_ids
        pooled = self._get_transfers() - own
        Report = type(self.env["ir.actions.report"])
        with patch.object(Report, "_render_qweb_pdf", lambda *a, **k: (b"%PDF", "pdf")):
            self.authenticate(buyer.login, buyer.login)
            page = self.url_open(order.get_portal_url()).text
            self.assertIn(f"/my/picking/pdf/{own.id}", page)
            token = f"access_token={order.access_token}"
            self.assertEqual(self._get(own, token).content, b"%PDF")
            self.assertEqual(self._get(pooled, token).status_code, 404)
            self.authenticate(other.login, other.login)
            self.assertEqual(self._get(own).status_code, 404)
            self.assertEqual(self._get(own, "access_token=guess").status_code, 404)

    def _get(self, picking, query=""):
        return self.url_open(f"/my/picking/pdf/{picking.id}?{query}")

    def _create_portal_user(self, login, partner):
        user = new_test_user(self.env, login, groups="base.group_portal")
        user.partner_id.parent_id = partner.id
        return user
