from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestAccess(CycleCommon):
    """Rule 2: who sees which offers, and at which price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.family = cls.families[0]
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Restaurants",
                "company_id": cls.company_a.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": 10,
                        }
                    ),
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.leeks.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": 1.99,
                        }
                    ),
                ],
            }
        )
        cls.group = cls.env["off.customer.group"].create(
            {
                "name": "Restaurants",
                "hub_id": cls.hub_a.id,
                "pricelist_id": cls.pricelist.id,
            }
        )
        cls.customer = cls.env["off.hub.customer"].create(
            {
                "hub_id": cls.hub_a.id,
                "partner_id": cls.family.id,
                "group_ids": [Command.link(cls.group.id)],
            }
        )

    def _rule(self, effect="hide", **values):
        return self.env["off.access.rule"].create(
            {"hub_id": self.hub_a.id, "effect": effect, **values}
        )

    def _get_hidden(self, partner=None):
        exchange = self.exchange._for_customer(partner or self.env["res.partner"])
        return exchange._get_hidden_products()

    # -- prices --------------------------------------------------------------------
    def test_a_group_pays_by_its_price_list(self):
        offers = {offer.product_id: offer for offer in self.exchange.offer_ids}
        prices = self.exchange._for_customer(self.family)._get_prices(
            self.exchange.offer_ids
        )
        self.assertEqual(prices[offers[self.product]], 2.25)
        self.assertEqual(prices[offers[self.leeks]], 1.99)
        others = self.exchange._for_customer(self.families[1])
        self.assertEqual(
            others._get_prices(self.exchange.offer_ids)[offers[self.leeks]], 3
        )

    def test_orders_have_the_price_of_their_customer_and_keep_it(self):
        order = self._create_order({self.product: 2, self.leeks: 1}, self.family)
        self.assertEqual(order.off_pricelist_id, self.pricelist)
        self.assertEqual(order.order_line.mapped("price_unit"), [2.25, 1.99])
        self.assertEqual(order.order_line.mapped("discount"), [0, 0])
        plain = self._create_order({self.product: 2}, self.families[1])
        self.assertFalse(plain.off_pricelist_id)
        self.assertEqual(plain.order_line.price_unit, 2.5)
        # Rule 10.
        self.pricelist.item_ids[0].percent_price = 50
        self.customer.group_ids = False
        order.order_line[0].product_uom_qty = 3
        self.assertEqual(order.order_line.mapped("price_unit"), [2.25, 1.99])
        order.write({"order_line": [Command.create({"product_id": self.product.id})]})
        self.assertEqual(order.off_pricelist_id, self.pricelist)

    def test_a_draft_follows_its_customer(self):
        order = self._create_order({self.product: 2}, self.families[1], confirm=False)
        order.partner_id = self.family
        self.assertEqual(order.order_line.price_unit, 2.25)

    def test_contacts_of_an_enterprise_pay_its_prices(self):
        cook = self.env["res.partner"].create(
            {"name": "Cook", "parent_id": self.family.id}
        )
        order = self._create_order({self.product: 1}, cook)
        self.assertEqual(order.order_line.price_unit, 2.25)

    def test_the_first_group_with_a_price_list_counts(self):
        first = self.env["off.customer.group"].create(
            {"name": "Volunteers", "hub_id": self.hub_a.id, "sequence": 1}
        )
        self.customer.group_ids |= first
        access = self.hub_a._get_access(self.family)
        self.assertEqual(access.pricelist, self.pricelist.id)
        self.assertEqual(set(access.groups), set((first | self.group).ids))

    def test_a_price_list_is_one_of_the_operator(self):
        with self.assertRaisesRegex(ValidationError, "not one of"):
            self.group.pricelist_id = self.pricelist.copy(
                {"company_id": self.company_b.id}
            )
        own = self.company_a.currency_id
        foreign = self.env["res.currency"].with_context(active_test=False)
        foreign = foreign.search([("id", "!=", own.id)], limit=1)
        foreign.active = True
        with self.assertRaisesRegex(ValidationError, f"is in {foreign.name}"):
            self.group.pricelist_id = self.pricelist.copy({"currency_id": foreign.id})

    # -- rules ---------------------------------------------------------------------
    def test_rules_hide_from_all_and_show_to_some(self):
        self._rule(product_ids=[Command.link(self.leeks.product_tmpl_id.id)])
        self.assertEqual(self._get_hidden(), set(self.leeks.ids))
        self.assertEqual(self._get_hidden(self.family), set(self.leeks.ids))
        self._rule("show", sequence=1, group_ids=[Command.link(self.group.id)])
        self.assertFalse(self._get_hidden(self.family))
        self.assertEqual(self._get_hidden(self.families[1]), set(self.leeks.ids))

    def test_a_category_covers_those_below_it(self):
        above = self.env["product.category"].create({"name": "Plants"})
        below = self.env["product.category"].create(
            {"name": "Roots", "parent_id": above.id}
        )
        self.product.categ_id = below
        self._rule(categ_ids=[Command.link(above.id)])
        self.assertEqual(self._get_hidden(), set(self.product.ids))

    def test_a_producer_is_hidden_with_all_its_products(self):
        self._rule(producer_ids=[Command.link(self.leeks.off_producer_id.id)])
        producer = self.leeks.off_producer_id
        mine = self.exchange.offer_ids.filtered(
            lambda offer: offer.producer_id == producer
        )
        self.assertEqual(self._get_hidden(), set(mine.product_id.ids))

    def test_cycles_are_hidden_and_so_are_their_copies(self):
        rule = self._rule(subject="cycle", cycle_ids=[Command.link(self.cycle.id)])
        visitor = self.env["res.partner"]
        self.assertFalse(self.exchange._for_customer(visitor)._is_shown())
        now = fields.Datetime.now()
        copy = self.cycle.copy(
            {"date_open": now, "date_close": now + timedelta(days=1)}
        )
        self.assertEqual(copy.access_rule_ids, rule)
        self.assertFalse(copy.outgoing_ids._for_customer(visitor)._is_shown())
        copy.access_rule_ids = False
        self.assertTrue(copy.outgoing_ids._for_customer(visitor)._is_shown())

    def test_pickups_are_shown_to_some(self):
        self._rule(subject="pickup", point_ids=[Command.link(self.point.id)])
        exchange = self.exchange._for_customer(self.family)
        self.assertFalse(exchange._get_shown_slots())
        self._rule(
            "show",
            subject="pickup",
            sequence=1,
            group_ids=[Command.link(self.group.id)],
        )
        self.assertEqual(exchange._get_shown_slots(), self.exchange.slot_ids)

    def test_an_archived_group_limits_its_rules_still(self):
        self._rule(group_ids=[Command.link(self.group.id)])
        self.group.active = False
        self.assertFalse(self._get_hidden(self.families[1]))
        self.assertFalse(self._get_hidden(self.family))

    def test_what_a_rule_names_cannot_be_deleted(self):
        self._rule(group_ids=[Command.link(self.group.id)])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.group.unlink()

    def test_a_rule_speaks_of_its_own_hub(self):
        other = self.env["off.customer.group"].create(
            {"name": "Others", "hub_id": self.hub_b.id}
        )
        with self.assertRaisesRegex(ValidationError, "Others"):
            self._rule(group_ids=[Command.link(other.id)])
        with self.assertRaisesRegex(ValidationError, "Others"):
            self.customer.group_ids = other

    def test_rules_cost_no_query_for_each_offer(self):
        self._rule(product_ids=[Command.link(self.leeks.product_tmpl_id.id)])
        self._get_hidden(self.family)
        self.env.invalidate_all()
        exchange = self.exchange
        exchange.hub_id.mapped("seen_by")
        with self.assertQueryCount(3):
            # the exchange again, its customer, its offers
            exchange._for_customer(self.family)._get_hidden_products()

    # -- members -------------------------------------------------------------------
    def test_members_alone_see_and_order(self):
        self.hub_a.seen_by = "members"
        self.assertEqual(self.hub_a.ordered_by, "members")
        access = self.hub_a._get_access
        self.assertFalse(access(self.env["res.partner"]).sees)
        self.assertFalse(access(self.family).sees)
        self.customer.action_accept()
        self.assertTrue(access(self.family).orders)
        self.customer.date_end = fields.Date.today() - timedelta(days=1)
        self.assertFalse(access(self.family).sees)
        self.assertFalse(self.customer.is_member)
        self.customer.action_end()
        self.customer.action_accept()
        self.assertTrue(access(self.family).sees)

    def test_everybody_looks_and_members_order(self):
        self.hub_a.ordered_by = "members"
        access = self.hub_a._get_access(self.families[1])
        self.assertTrue(access.sees)
        self.assertFalse(access.orders)
        self.hub_a.ordered_by = "registered"
        self.assertTrue(self.hub_a._get_access(self.families[1]).orders)
        self.assertFalse(self.hub_a._get_access(self.env["res.partner"]).orders)

    def test_r2_holds_whoever_validates_an_order(self):
        cart = self._create_order({self.product: 1}, self.families[1], confirm=False)
        self.hub_a.ordered_by = "members"
        for attempt in (cart.action_confirm, lambda: cart._off_hold(15)):
            with self.assertRaisesRegex(UserError, "Family 1 is none"):
                with self.cr.savepoint():
                    attempt()
        self.hub_a.ordered_by = "registered"
        rule = self._rule(product_ids=self.leeks.product_tmpl_id.ids)
        cart.action_confirm()
        leeks = [Command.create({"product_id": self.leeks.id})]
        with self.assertRaisesRegex(UserError, "does not sell these.*Family 1.*Leeks"):
            with self.cr.savepoint():
                cart.write({"order_line": leeks})
        rule.unlink()
        cart.write({"order_line": leeks})
        hidden = self._rule(subject="cycle")
        other = self._create_order({self.product: 1}, self.families[1], confirm=False)
        with self.assertRaisesRegex(UserError, "First week is not for Family 1"):
            with self.cr.savepoint():
                other.action_confirm()
        hidden.unlink()
        self._rule(subject="pickup", point_ids=self.point.ids)
        with self.assertRaisesRegex(UserError, "does not collect at Town hall"):
            with self.cr.savepoint():
                other.action_confirm()
        # What is ordered stays, and may still be changed.
        cart.order_line[0].product_uom_qty = 2
        with self.assertRaisesRegex(UserError, "does not collect at Town hall"):
            cart.off_slot_id = self.exchange.slot_ids.copy()

    def test_many_customers_are_read_at_once(self):
        both = self.family | self.families[1]
        seen = self.exchange._for_customers(both)
        for partner in both:
            self.assertEqual(
                seen[partner]._get_access(), self.hub_a._get_access(partner)
            )

    def test_asking_twice_is_asking_once(self):
        Customer = self.env["off.hub.customer"]
        first = Customer._ask(self.hub_a, self.families[1])
        self.assertEqual(first, Customer._ask(self.hub_a, self.families[1]))
        self.assertEqual(first.state, "asked")
        self.assertEqual(self.hub_a.asking_count, 1)
        self.assertTrue(self.hub_a._get_access(self.families[1]).has_asked)
        notes = self.hub_a.message_ids.filtered(
            lambda note: "asks to become a member" in (note.body or "")
        )
        self.assertEqual(len(notes), 1)
        first.action_refuse()
        self.assertEqual(first.state, "customer")
        with self.assertRaises(UserError):
            first.action_refuse()

    def test_all_who_ordered_become_members_at_once(self):
        self._create_order({self.product: 1}, self.families[1])
        self.hub_a.action_note_customers()
        self.hub_a.action_note_customers()
        known = self.hub_a.customer_ids
        self.assertEqual(known.partner_id, self.family | self.families[1])
        self.assertEqual(
            known.filtered(lambda one: one.partner_id == self.families[1]).state,
            "member",
        )

    def test_a_search_finds_members_of_today(self):
        self.customer.write(
            {"state": "member", "date_end": fields.Date.today() - timedelta(days=2)}
        )
        Customer = self.env["off.hub.customer"]
        own = [("hub_id", "=", self.hub_a.id)]
        self.assertFalse(Customer.search([*own, ("is_member", "=", True)]))
        self.assertEqual(
            Customer.search([*own, ("is_member", "=", False)]), self.customer
        )

    # -- who may -------------------------------------------------------------------
    def test_staff_of_another_operator_is_refused(self):
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="off_hub_network.group_hub_manager",
            company_id=self.company_b.id,
            company_ids=[Command.set(self.company_b.ids)],
        )
        rule = self._rule()
        for record in (self.customer, self.group, rule):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read()
            with self.assertRaises(AccessError):
                record.with_user(stranger).write({"hub_id": self.hub_b.id})
        with self.assertRaises(AccessError):
            self.env["off.access.rule"].with_user(stranger).create(
                {"hub_id": self.hub_a.id}
            )

    def test_customers_read_nothing_of_it(self):
        portal = new_test_user(self.env, "buyer", groups="base.group_portal")
        for record in (self.customer, self.group, self._rule()):
            with self.assertRaises(AccessError):
                record.with_user(portal).read(["hub_id"])
