import ast
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext

from .common import CycleCommon


class NoticeCommon(CycleCommon):
    """Families with addresses; what was queued before is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a.email = "hello@operator-a.example.org"
        for number, family in enumerate(cls.families):
            family.email = f"family{number}@example.org"
        cls.env["off.notice"].search([]).unlink()
        cls.next_cycle = cls._create_cycle()
        cls.next_cycle.name = "Second week"

    def _send(self):
        """:return: mail.mail that a run makes"""
        last = self.env["mail.mail"].search([], limit=1).id or 0
        with self.enter_registry_test_mode():
            self.env.ref("off_order_cycle.ir_cron_send_notices").method_direct_trigger()
        return self.env["mail.mail"].search([("id", ">", last)], order="id")

    def _get_notices(self, kind, **domain):
        return self.env["off.notice"].search(
            [("kind", "=", kind), *((key, "=", one) for key, one in domain.items())]
        )

    def _later(self, **delta):
        return freeze_time(fields.Datetime.now() + timedelta(**delta))


@tagged("post_install", "-at_install")
class TestSaleNotices(NoticeCommon):
    def test_customers_and_followers_are_told_of_an_opening_and_nobody_else(self):
        self._create_order({self.leeks: 1})
        self.env["off.notice.choice"]._follow(self.families[1], self.hub_a)
        self._send()
        self.next_cycle.action_open()
        mails = self._send()
        self.assertEqual(mails.recipient_ids, self.families[:2])
        mail = mails.filtered(lambda one: one.recipient_ids == self.families[0])
        self.assertIn("Second week", mail.body_html)
        self.assertIn("Town hall", mail.body_html)
        self.assertIn("hello@operator-a.example.org", mail.email_from)
        self.assertEqual(mail.reply_to, mail.email_from)
        self.assertIn("List-Unsubscribe", ast.literal_eval(mail.headers))

    def test_each_is_told_once_whatever_is_tried_again(self):
        self._create_order({self.leeks: 1})
        self._send()
        self.next_cycle.action_open()
        self.next_cycle.action_open()
        self.assertEqual(len(self._send()), 1)
        self.assertFalse(self._send())
        self.next_cycle.state = "draft"
        self.next_cycle.action_open()
        self.assertFalse(self._send())

    def test_archived_blocked_and_unwilling_customers_are_left_alone(self):
        for family in self.families:
            self._create_order({self.leeks: 1}, family)
        self._send()
        self.families[0].active = False
        self.env["mail.blacklist"]._add(self.families[1].email)
        self.env["off.notice.choice"]._ensure(
            self.families[2], self.hub_a
        ).wants_open = False
        self.next_cycle.action_open()
        self.assertFalse(self._send())

    def test_a_pause_holds_for_all_hubs_and_spares_what_is_about_orders(self):
        self._create_order({self.leeks: 1})
        self._send()
        self.env["off.notice.choice"]._ensure(self.families[0]).paused = True
        self.next_cycle.action_open()
        self.assertFalse(self._send())
        self._create_order({self.leeks: 2})
        self.assertIn("is placed", self._send().body_html)

    def test_customers_of_another_hub_are_strangers(self):
        self._create_order({self.leeks: 1})
        self.env["off.notice.choice"]._follow(self.families[1], self.hub_b)
        self.env["off.notice"].search([]).unlink()
        other = self.env["off.hub"].create(
            {"name": "Hub C", "company_id": self.company_a.id}
        )
        self.env["off.notice"]._plan_sales(
            "open",
            self.env["off.exchange"].create(
                {
                    "cycle_id": self.next_cycle.id,
                    "direction": "outgoing",
                    "hub_id": other.id,
                }
            ),
        )
        self.assertFalse(self._get_notices("open"))

    def test_a_cycle_cancelled_before_the_mail_is_not_told(self):
        self._create_order({self.leeks: 1})
        self._send()
        self.next_cycle.action_open()
        self.next_cycle.action_cancel()
        self.assertFalse(self._send())

    def test_the_closing_is_told_the_day_before_to_those_who_have_not_ordered(self):
        for family in self.families:
            self._create_order({self.leeks: 1}, family)
        self._send()
        closing = fields.Datetime.now() + timedelta(days=6)
        self.next_cycle.date_close = closing
        self.next_cycle.slot_ids.write(
            {
                # So late that nobody is reminded of it meanwhile, at any hour.
                "date_start": closing + timedelta(days=4),
                "date_end": closing + timedelta(days=4, hours=2),
            }
        )
        self.next_cycle.action_open()
        self.assertEqual(len(self._send()), 3)
        self.cycle, self.exchange = self.next_cycle, self.next_cycle.outgoing_ids
        type(self).exchange = self.exchange
        self.addCleanup(setattr, type(self), "exchange", type(self).cycle.outgoing_ids)
        self._create_order({self.leeks: 1})
        self._create_order({self.leeks: 1}, self.families[1], confirm=False)
        self._send()
        with self._later(days=3):
            self.assertFalse(self._send())
        with self._later(days=5, hours=20):
            mails = self._send()
        self.assertEqual(mails.recipient_ids, self.families[1:])
        basket, nothing = mails.sorted(lambda one: one.recipient_ids.id)
        self.assertIn("Your basket holds", basket.body_html)
        self.assertIn("You have not ordered yet", nothing.body_html)
        with self._later(days=5, hours=21):
            self.assertFalse(self._send())

    def test_who_was_just_told_of_the_opening_is_not_told_of_the_closing(self):
        self._create_order({self.leeks: 1})
        self._send()
        self.next_cycle.date_close = fields.Datetime.now() + timedelta(hours=10)
        self.next_cycle.action_open()
        self.assertEqual(len(self._send()), 1)
        with self._later(hours=8):
            self.assertFalse(self._send())

    def test_where_members_alone_order_others_are_not_told(self):
        for family in self.families[:2]:
            self._create_order({self.leeks: 1}, family)
        self._send()
        self.env["off.hub.customer"].create(
            {
                "hub_id": self.hub_a.id,
                "partner_id": self.families[0].id,
                "state": "member",
            }
        )
        self.hub_a.ordered_by = "members"
        self.next_cycle.action_open()
        self.assertEqual(self._send().recipient_ids, self.families[0])

    def test_mails_speak_the_language_of_their_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.families[0].lang = "fr_FR"
        self._create_order({self.leeks: 1})
        self._create_order({self.leeks: 1}, self.families[1])
        french, english = self._send().sorted(lambda one: one.recipient_ids.id)
        day = self.exchange.slot_ids.date_start
        months = (
            "janvier février mars avril mai juin juillet août septembre octobre"
            " novembre décembre"
        ).split()
        self.assertIn(months[day.month - 1], french.subject)
        self.assertNotIn(months[day.month - 1], english.subject)


@tagged("post_install", "-at_install")
class TestOrderNotices(NoticeCommon):
    def test_a_placed_order_says_what_where_when_and_the_total(self):
        order = self._create_order({self.leeks: 2, self.product: 1})
        mail = self._send()
        self.assertEqual(mail.recipient_ids, self.families[0])
        for text in (order.name, "Leeks", "Town hall", "8.50"):
            self.assertIn(text, mail.body_html.replace("8,50", "8.50"))

    def test_sale_s_own_mail_does_not_come_too(self):
        order = self._create_order({self.leeks: 1}, confirm=False)
        messages = order.message_ids
        order.with_context(send_email=True).action_confirm()
        added = order.message_ids - messages
        self.assertFalse(added.filtered(lambda one: one.partner_ids))
        self.assertFalse(added.mail_ids)
        self.assertEqual(len(self._send()), 1)

    def test_other_orders_keep_sale_s_mail(self):
        order = self.env["sale.order"].create({"partner_id": self.families[0].id})
        with patch.object(
            self.registry["sale.order"], "_send_order_notification_mail"
        ) as send:
            order._send_order_confirmation_mail()
            order._send_payment_succeeded_for_order_mail()
            self._create_order(
                {self.leeks: 1}, self.families[1]
            )._send_payment_succeeded_for_order_mail()
        self.assertEqual(send.call_count, 2)

    def test_changes_in_a_row_are_one_mail_that_says_what_changed(self):
        order = self._create_order({self.leeks: 2, self.product: 1})
        self._send()
        for quantity in (3, 4):
            order.order_line.filtered(
                lambda line: line.product_id == self.leeks
            ).product_uom_qty = quantity
        self.assertFalse(self._send())
        with self._later(minutes=11):
            mail = self._send()
            self.assertEqual(len(mail), 1)
            self.assertIn("Leeks: 4 instead of 2", mail.body_html)
            self.assertNotIn("Carrots: ", mail.body_html)
            self.assertFalse(self._send())

    def test_what_is_changed_back_is_not_told(self):
        order = self._create_order({self.leeks: 2})
        self._send()
        line = order.order_line.filtered("off_offer_id")
        line.product_uom_qty = 3
        line.product_uom_qty = 2
        with self._later(minutes=11):
            self.assertFalse(self._send())

    def test_a_change_after_the_mail_is_told_again(self):
        order = self._create_order({self.leeks: 2})
        self._send()
        line = order.order_line.filtered("off_offer_id")
        line.product_uom_qty = 3
        with self._later(minutes=11):
            self.assertEqual(len(self._send()), 1)
        line.product_uom_qty = 4
        with self._later(minutes=22):
            self.assertIn("Leeks: 4 instead of 3", self._send().body_html)

    def test_a_change_while_a_batch_is_sent_is_not_lost(self):
        order = self._create_order({self.leeks: 2})
        self._send()
        line = order.order_line.filtered("off_offer_id")
        line.product_uom_qty = 3
        with self._later(minutes=11):
            batch = self.env["off.notice"].sudo()._take()
            line.product_uom_qty = 5
            batch._send()
        with self._later(minutes=22):
            self._send()
        self.assertEqual(
            self._get_notices("changed", state="due"), self.env["off.notice"]
        )

    def test_a_cancelled_order_is_told_and_placed_again_too(self):
        order = self._create_order({self.leeks: 2})
        self._send()
        order._action_cancel()
        with self._later(minutes=11):
            self.assertIn("is cancelled", self._send().body_html)
        order.action_draft()
        order.action_confirm()
        with self._later(minutes=22):
            self.assertIn("was changed", self._send().body_html)

    def test_an_order_cancelled_before_it_was_told_is_not_told(self):
        order = self._create_order({self.leeks: 2})
        order._action_cancel()
        with self._later(minutes=11):
            self.assertFalse(self._send())

    def test_a_worker_that_died_loses_nothing_and_doubles_nothing(self):
        self._create_order({self.leeks: 2})
        self.env["off.notice"].sudo()._take()
        self.assertFalse(self._send())
        with self._later(hours=2):
            self.assertEqual(len(self._send()), 1)
            self.assertFalse(self._send())

    def test_one_broken_mail_does_not_keep_back_the_others(self):
        for family in self.families:
            self._create_order({self.leeks: 1}, family)
        make = self.registry["off.notice"]._get_headers
        broken = self.families[1]

        def fail(notice):
            if notice.partner_id == broken:
                raise ValueError("broken")
            return make(notice)

        with (
            patch.object(self.registry["off.notice"], "_get_headers", fail),
            self.assertLogs("odoo.addons.off_order_cycle", "WARNING"),
        ):
            mails = self._send()
        self.assertEqual(mails.recipient_ids, self.families - broken)
        self.assertEqual(
            self._get_notices("confirmed", state="failed").failure, "broken"
        )


@tagged("post_install", "-at_install")
class TestPickupNotices(NoticeCommon):
    def _hand_over(self, received):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()

    def test_what_came_short_is_told_when_it_is_shared_out(self):
        self._create_order({self.product: 3, self.leeks: 1})
        self._create_order({self.product: 3}, self.families[1])
        self._send()
        self._hand_over({self.product: 4})
        mail = self._send()
        self.assertEqual(mail.recipient_ids, self.families[1])
        text = " ".join(mail.body_html.split())
        self.assertIn("Carrots", text)
        self.assertIn("ordered 3", text)
        self.assertFalse(self._send())

    def test_goods_that_are_there_are_told_once_for_all_orders_of_a_customer(self):
        self._create_order({self.product: 1})
        self._create_order({self.leeks: 1})
        self._create_order({self.leeks: 1}, self.families[1])
        self._send()
        self._hand_over({})
        self.cycle.action_goods_ready()
        mails = self._send()
        self.assertEqual(len(mails), 2)
        mine = mails.filtered(lambda one: one.recipient_ids == self.families[0])
        self.assertIn("Carrots", mine.body_html)
        self.assertIn("Leeks", mine.body_html)
        self.cycle.action_distribute()
        self.assertFalse(self._send())

    def test_what_there_is_is_told_not_what_was_ordered(self):
        """Of three carrots one came: the mail says so, and what is left to pay."""
        order = self._create_order({self.product: 3, self.leeks: 1})
        self._send()
        self._hand_over({self.product: 1})
        self.cycle.action_distribute()
        mail = self._send().filtered(lambda one: "pickup point" in one.body_html)
        text = " ".join(html2plaintext(mail.body_html).split())
        self.assertRegex(text, r"Carrots \*?1\*? ?\(3 ordered\)")
        self.assertNotRegex(text, r"Leeks.*1 ordered")
        due = order._off_get_dues()[order]
        self.assertLess(due, order.amount_total)
        self.assertIn("Left to pay", text)
        self.assertIn(f"{due:.2f}", text)

    def test_before_the_hand_over_no_amount_is_told(self):
        self._create_order({self.product: 3})
        self._send()
        self._hand_over({self.product: 1})
        self.cycle.action_goods_ready()
        mail = self._send().filtered(lambda one: "pickup point" in one.body_html)
        self.assertIn("You pay for what you get", mail.body_html)
        self.assertNotIn("Total", mail.body_html)

    def test_handing_over_tells_it_where_nobody_did(self):
        self._create_order({self.product: 1})
        self._send()
        self._hand_over({})
        self.cycle.action_distribute()
        self.assertIn("at the pickup point", self._send().body_html)

    def test_the_pickup_is_reminded_of_the_day_before(self):
        self._create_order({self.product: 1})
        self._create_order({self.leeks: 1}, self.families[1])._action_cancel()
        self._send()
        slot = self.exchange.slot_ids
        with freeze_time(slot.date_start - timedelta(days=2)):
            self.assertFalse(self._send().filtered(self._is_reminder))
        with freeze_time(slot.date_start - timedelta(hours=1)):
            mail = self._send().filtered(self._is_reminder)
            self.assertEqual(mail.recipient_ids, self.families[0])
            self.assertFalse(self._send())

    def _is_reminder(self, mail):
        return "Do not forget" in mail.body_html

    def test_after_a_downtime_nobody_is_reminded_of_what_is_over(self):
        self._create_order({self.product: 1})
        self._send()
        with freeze_time(self.exchange.slot_ids.date_start + timedelta(hours=1)):
            self.assertFalse(self._send())

    def test_who_just_heard_that_goods_are_there_needs_no_reminder(self):
        self._create_order({self.product: 1})
        self._send()
        self._hand_over({})
        slot = self.exchange.slot_ids
        with freeze_time(slot.date_start - timedelta(hours=20)):
            slot.action_ready()
            self.assertEqual(len(self._send()), 1)
        with freeze_time(slot.date_start - timedelta(hours=1)):
            self.assertFalse(self._send())


@tagged("post_install", "-at_install")
class TestNoticeRights(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = new_test_user(
            cls.env,
            "staff_a",
            "off_hub_network.group_coordinator",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        cls.foreign = new_test_user(
            cls.env,
            "staff_b",
            "off_hub_network.group_coordinator",
            company_id=cls.company_b.id,
            company_ids=[(6, 0, cls.company_b.ids)],
        )
        cls.env["off.notice.choice"]._follow(cls.families[1], cls.hub_a)

    def test_coordinators_see_numbers_only(self):
        self._create_order({self.leeks: 1})
        self._send()
        cycle = self.cycle.with_user(self.staff)
        self.assertIn("1 sent", cycle.notice_summary)
        self.assertEqual(self.hub_a.with_user(self.staff).follower_count, 1)
        for model in ("off.notice", "off.notice.choice"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.staff).search([])

    def test_another_operator_sees_no_numbers(self):
        self.assertEqual(self.hub_a.with_user(self.foreign).follower_count, 0)
        slot = self.exchange.slot_ids.with_user(self.foreign)
        with self.assertRaises(AccessError):
            slot.action_ready()

    def test_queries_of_a_batch_do_not_depend_on_its_size(self):
        self._count(3)
        few, many = self._count(5), self._count(45)
        self.assertLessEqual(many - few, 40, f"{few} for 5, {many} for 45")

    def _count(self, number):
        families = self.env["res.partner"].create(
            [
                {"name": f"Family {n}", "email": f"many{n}@example.org"}
                for n in range(number)
            ]
        )
        orders = self.env["sale.order"]
        for family in families:
            orders |= self._create_order({self.leeks: 1}, family, confirm=False)
        orders.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(len(self._send()), number)
        return self.cr.sql_log_count - before
