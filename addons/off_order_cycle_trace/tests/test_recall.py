from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestRecall(TraceCommon):
    """Customers are told once, lots are kept back."""

    def _prepare(self, lot, user=None):
        action = self._trace(user).action_recall("lot", lot.id)
        recall = (
            self.env["off.lot.recall"]
            .with_user(user or self.stockist)
            .browse(action["res_id"])
        )
        recall.reason = "Listeria was found."
        return recall

    def _send(self):
        with self.enter_registry_test_mode():
            self.env.ref("off_order_cycle_trace.cron_recall").method_direct_trigger()

    def _get_mails(self, recall):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "off.lot.recall.recipient"),
                ("res_id", "in", recall.recipient_ids.ids),
            ]
        )

    def test_everybody_is_told_once(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        self.assertEqual(
            (recall.mail_count, recall.phone_count, recall.none_count), (1, 1, 1)
        )
        recall.action_start()
        self.assertEqual(recall.user_id, self.stockist)
        self._send()
        self._send()
        told = {one.partner_id: one for one in recall.recipient_ids}
        self.assertEqual(told.keys(), {*self.families, self.producer})
        self.assertEqual(
            [told[one].state for one in (*self.families, self.producer)],
            ["told", "due", "due", "told"],
        )
        mails = self._get_mails(recall)
        self.assertEqual(mails.recipient_ids, self.families[0] | self.producer)
        text = mails.filtered(
            lambda mail: mail.recipient_ids == self.families[0]
        ).body_html
        for part in ("Listeria was found.", "Leeks", "L1", "do not eat", "Town hall"):
            self.assertIn(part, text)
        self.assertNotIn("Family 1", text)

    def test_mails_speak_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("off_order_cycle_trace.mail_template_recall")
        template.with_context(lang="fr_FR").subject = "Rappel"
        self.families[0].lang = "fr_FR"
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        self._send()
        self.assertEqual(
            {mail.recipient_ids: mail.subject for mail in self._get_mails(recall)}[
                self.families[0]
            ],
            "Rappel",
        )

    def test_who_has_no_mail_is_ticked_off(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        called = recall.recipient_ids.filtered(lambda one: one.channel == "phone")
        called.action_told()
        self.assertEqual((called.state, called.user_id), ("told", self.stockist))
        self.assertTrue(called.date_told)

    def test_only_customers_of_the_lot_are_told(self):
        self._hand_over({"L1": 2, "L2": 7})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        self.assertEqual(
            recall.recipient_ids.partner_id, self.families[0] | self.producer
        )

    def test_a_recalled_lot_is_not_shared_out_until_it_is_scrapped(self):
        self.cycle.action_close()
        receipt = self._receive_lots({"L1": 4, "L2": 5})
        lot = self._lot("L1")
        self._prepare(lot).action_start()
        self.assertTrue(lot.off_is_recalled)
        with self.assertRaisesRegex(UserError, "Leeks L1"):
            self.cycle.action_allocate()
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.leeks.id,
                "lot_id": lot.id,
                "scrap_qty": 4,
                "location_id": receipt.location_dest_id.id,
                "company_id": self.company_a.id,
            }
        )
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.cycle.action_allocate()
        self.assertEqual(
            self.cycle.allocation_ids.lot_id.mapped("name"),
            ["L2"],
        )
        told = self._trace().get_trace("lot", lot.id)
        self.assertEqual(self._balance(told["goods"][0])["scrapped"], 4)
        self.assertEqual(self._balance(told["goods"][0])["difference"], 0)

    def test_shares_of_a_recalled_lot_are_withdrawn(self):
        self.cycle.action_close()
        self._receive_lots({"L1": 4, "L2": 5})
        self.cycle.action_allocate()
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        # Nobody has any of it.
        self.assertEqual(recall.recipient_ids.partner_id, self.producer)
        with self.assertRaisesRegex(UserError, "Leeks L1"):
            self.cycle.action_distribute()
        self.assertEqual(recall.waiting_count, 2)
        recall.action_withdraw_shares()
        self.cycle.action_distribute()
        leeks = self.cycle.allocation_ids.filtered("lot_id")
        self.assertEqual(sum(leeks.mapped("quantity")), 5)
        self.assertEqual(
            sum(
                self.orders.order_line.filtered(
                    lambda line: line.product_id == self.leeks
                ).mapped("qty_delivered")
            ),
            5,
        )

    def test_a_lifted_recall_lets_go(self):
        self.cycle.action_close()
        self._receive_lots({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        recall.action_lift()
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def test_who_was_told_is_told_that_it_was_a_false_alarm(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        self._send()
        phone, none = (
            recall.recipient_ids.filtered(lambda one, c=channel: one.channel == c)
            for channel in ("phone", "none")
        )
        phone.action_told()
        before = self._get_mails(recall)
        recall.action_lift()
        self.assertEqual((phone.state, none.state), ("lift", "spared"))
        self.assertFalse(phone.date_told)
        self._send()
        self._send()
        mails = self._get_mails(recall) - before
        self.assertEqual(mails.recipient_ids, self.families[0] | self.producer)
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertIn("No longer recalled: Leeks", mail.subject)
            self.assertIn("false alarm", mail.body_html)
        phone.action_told()
        self.assertEqual(
            set(recall.recipient_ids.mapped("state")), {"lifted", "spared"}
        )

    def test_a_recall_lifted_before_its_mails_left_tells_nobody(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        recall.action_lift()
        self._send()
        self.assertFalse(self._get_mails(recall))
        recall.recipient_ids.action_told()
        self.assertEqual(set(recall.recipient_ids.mapped("state")), {"spared"})

    def test_of_two_who_start_it_the_second_is_told(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        with (
            patch.object(
                self.env.registry["off.lot.recall"],
                "lock_for_update",
                side_effect=LockError("Cannot grab a lock"),
            ),
            self.assertRaisesRegex(UserError, "Somebody else is at work"),
        ):
            recall.action_start()
        self.assertEqual(recall.state, "draft")

    def test_days_are_told_as_they_are_written_and_by_the_clock_of_the_operator(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.families[0].lang = "fr_FR"
        self._hand_over({"L1": 9})
        self.company_a.partner_id.tz = "Pacific/Auckland"
        self.cycle.allocation_ids.date_delivered = datetime(2026, 3, 4, 20)
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        told = recall.recipient_ids.filtered(
            lambda one: one.partner_id == self.families[0]
        )
        self.assertIn("05/03/2026", told.detail)

    def test_steps_are_not_written(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        with self.assertRaises(AccessError):
            recall.state = "started"
        recall.action_start()
        with self.assertRaises(UserError):
            recall.action_start()
        with self.assertRaises(UserError):
            recall.reason = "Nothing"
        with self.assertRaises(UserError):
            recall.unlink()
        with self.assertRaises(AccessError):
            recall.recipient_ids[0].state = "due"

    def test_a_recall_says_why(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        recall.reason = " "
        with self.assertRaisesRegex(UserError, "what is wrong"):
            recall.action_start()

    def test_the_preview_counts_without_telling(self):
        self._hand_over({"L1": 9})
        recall = self._prepare(self._lot("L1"))
        self.assertEqual(recall.customer_count, 3)
        self._send()
        self.assertFalse(recall.recipient_ids)
        self.assertFalse(self._lot("L1").off_is_recalled)

    def test_what_is_at_a_pickup_is_kept_back_too(self):
        self._hand_over({"L1": 9})
        shares = self.cycle.allocation_ids
        self.assertFalse(shares._off_get_kept_back())
        recall = self._prepare(self._lot("L1"))
        recall.action_start()
        self.assertEqual(
            shares._off_get_kept_back(), shares.filtered(lambda one: one.lot_id)
        )
        recall.action_lift()
        self.assertFalse(shares._off_get_kept_back())
