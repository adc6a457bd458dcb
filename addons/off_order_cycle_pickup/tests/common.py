import itertools
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.off_order_cycle_roster.tests.common import RosterCommon


class PickupCommon(RosterCommon):
    """A sale that is handed over at the town hall now. Prices hold 15 % tax.

    The Durands are a household of two logins, Ann and Bob, each with an order of 2
    carrots (2.50); Family 1 has 1 carrot and 2 leeks (3.00), Family 2 one chicken that
    is billed by weight (12.00 for about 1.5 kg). Lea is a volunteer of the shift.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._place_orders()
        cls._make_people()
        cls.keys = (f"act-{number:04}" for number in itertools.count())
        cls._hand_to_points()
        start = fields.Datetime.now() - timedelta(minutes=30)
        cls.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        cls.env["off.tax.category"].search([]).rate = 15
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        category = cls.env["off.tax.category"].create(
            {"name": "Vegetables", "rate": 15, "sequence": 0}
        )
        cls.product.product_tmpl_id.off_tax_category_id = category
        cls.chicken = cls._create_product("Chicken", price=12.0, on_demand=True)
        cls.chicken.write(
            {
                "off_unit_quantity": 1500,
                "off_unit_uom_id": cls.env.ref("uom.product_uom_gram").id,
                "off_billed_by_weight": True,
                "off_tax_category_id": category.id,
                "tracking": "lot",
            }
        )
        journals = cls.env["account.journal"].search(
            [("company_id", "=", cls.company_a.id), ("type", "in", ("cash", "bank"))]
        )
        # Without an account on which payments wait, as who adds one by hand has it.
        cls.cash = cls.env["account.journal"].create(
            {
                "name": "Till",
                "code": "TILL",
                "type": "cash",
                "company_id": cls.company_a.id,
            }
        )
        cls.card = journals.filtered(lambda one: one.type == "bank")[:1]
        cls.hub_a.pickup_journal_ids = cls.cash | cls.card
        return result

    @classmethod
    def _place_orders(cls):
        # A household, not a company, which would have a delivery note of its own.
        cls.durands = cls.env["res.partner"].create({"name": "Durand"})
        cls.ann, cls.bob = cls.env["res.partner"].create(
            [{"name": name, "parent_id": cls.durands.id} for name in ("Ann", "Bob")]
        )
        cls.order_ann = cls._create_order({cls.product: 2}, cls.ann)
        cls.order_bob = cls._create_order({cls.product: 2}, cls.bob)
        cls.order_1 = cls._create_order({cls.product: 1, cls.leeks: 2}, cls.families[1])
        cls.order_2 = cls._create_order({cls.chicken: 1}, cls.families[2])
        cls.orders = cls.order_ann | cls.order_bob | cls.order_1 | cls.order_2

    @classmethod
    def _make_people(cls):
        portal = {
            "company_id": cls.company_a.id,
            "company_ids": [Command.set(cls.company_a.ids)],
        }
        cls.lea, cls.ali, cls.zoe = (
            new_test_user(
                cls.env,
                f"pickup_{name}",
                groups="base.group_portal",
                name=name,
                **portal,
            )
            for name in ("Lea", "Ali", "Zoe")
        )
        for user in (cls.lea, cls.ali):
            cls._sign_up(cls.hand_out, user.partner_id)
        cls.manager = cls._create_user(
            "pickup_manager", cls.company_a, "off_hub_network.group_hub_manager"
        )
        cls.stranger = cls._create_user(
            "pickup_stranger", cls.company_b, "off_hub_network.group_coordinator"
        )

    @classmethod
    def _hand_to_points(cls):
        cls.cycle.action_close()
        move = cls.cycle.picking_ids.move_ids.filtered(
            lambda one: one.product_id == cls.chicken
        )
        move.move_line_ids.lot_name = "MONDAY"
        cls._receive()
        cls.cycle.action_allocate()
        cls.cycle.action_distribute()

    # -- as phones do it ---------------------------------------------------------------
    def _slots(self, user=None, day=False):
        Slot = self.env["off.pickup.slot"].with_user(user or self.lea)
        return Slot._off_open_for(self.slot.id, day)

    def _read(self, user=None):
        self.env.invalidate_all()
        return self._slots(user)._off_read()

    def _act(self, kind, user=None, key=None, **values):
        """:return: why it was refused, None where it was done"""
        key = key or next(self.keys)
        for name, value in values.items():
            if hasattr(value, "_name"):
                values[name] = value.id
        act = {"key": key, "kind": kind, **values}
        answer = self._slots(user)._off_act([act])
        return answer["refused"].get(key)

    def _do(self, *args, **kwargs):
        self.assertIsNone(self._act(*args, **kwargs))

    def _refuse(self, code, *args, **kwargs):
        refused = self._act(*args, **kwargs)
        self.assertTrue(refused)
        self.assertEqual(refused[0], code, refused[1])
        return refused[1]

    def _household(self, partner, user=None):
        return next(
            one for one in self._read(user)["households"] if one["id"] == partner.id
        )

    def _due(self, partner):
        return round(self._household(partner)["due"], 2)

    def _line(self, order, product=None):
        return order.order_line.filtered(
            lambda one: one.off_offer_id and (not product or one.product_id == product)
        )

    def _handover(self, order):
        return order.sudo().off_handover_ids

    def _close(self, user=None, key=None, **choices):
        slots = self._slots(user or self.manager)
        return slots._off_close(key or next(self.keys), choices)

    # -- what must agree ---------------------------------------------------------------
    def _check_goods(self):
        """Allocations, transfers and delivered quantities say the same, lot by lot."""
        self.env.invalidate_all()
        allocations = self.cycle.allocation_ids
        for line, group in allocations.grouped("move_line_id").items():
            sign = -1 if line.location_id.usage == "customer" else 1
            self.assertTrue(line)
            self.assertEqual(line.state, "done")
            self.assertAlmostEqual(sum(group.mapped("quantity")), sign * line.quantity)
            self.assertEqual(group.lot_id, line.lot_id)
        for line in self.cycle.order_ids.order_line.filtered("off_offer_id"):
            total = sum(line.off_allocation_ids.mapped("quantity"))
            self.assertAlmostEqual(line.qty_delivered, total)

    def _stock(self, product, lot=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id.usage", "=", "internal"),
                ("company_id", "=", self.company_a.id),
                *([("lot_id", "=", lot.id)] if lot else []),
            ]
        )
        return sum(quants.mapped("quantity"))
