from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestErasure(PrivacyCommon):
    """Léa wants to be erased."""

    def test_who_has_nothing_open_is_erased(self):
        invoice = self._make_invoice()
        self._pay(invoice)
        totals = (invoice.amount_total, len(invoice.line_ids), invoice.payment_state)
        order = invoice.line_ids.sale_line_ids.order_id
        order.message_post(
            body="Dear Léa Martin, we wrote to lea@example.org",
            partner_ids=self.lea.ids,
            message_type="comment",
        )
        said = order.message_post(
            body="I come later", author_id=self.lea.id, email_from="lea@example.org"
        )
        mail = self.env["mail.mail"].create(
            {
                "email_to": "lea@example.org",
                "recipient_ids": [(6, 0, self.lea.ids)],
                "body_html": "Dear Léa",
                "state": "sent",
            }
        )
        file = self.env["ir.attachment"].create(
            {"name": "id.pdf", "res_model": "res.partner", "res_id": self.lea.id}
        )
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "FR7630001007941234567890185", "partner_id": self.lea.id}
        )
        self.env["mail.blacklist"]._add("lea@example.org", message="By lea@example.org")
        request = self._ask()
        self.assertFalse(request.blockers)
        request.action_erase()
        self.assertEqual(request.state, "done")
        self.assertFalse(file.exists() or bank.active)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.lea.name, f"Erased person {self.lea.id}")
        for name in ("email", "phone", "street", "zip", "city", "comment"):
            self.assertFalse(self.lea[name], name)
        self.assertFalse(self.lea.active or self.login.active)
        self.assertTrue(self.login.login.startswith("erased_"))
        self.assertFalse(self.note.exists())
        self.assertFalse(mail.email_to or mail.recipient_ids)
        told = self.env["mail.mail"].search([("email_to", "=", "lea@example.org")])
        self.assertEqual(
            (told.subject, told.auto_delete), ("Your data are erased", True)
        )
        told.unlink()
        self._assert_gone_everywhere()
        # documents stay as they were, and say whose they are to those who keep them
        self.assertEqual(
            (invoice.amount_total, len(invoice.line_ids), invoice.payment_state), totals
        )
        self.assertEqual(invoice.off_kept_name, "Léa Martin")
        self.assertIn("3 rue du Puits", invoice.off_kept_address)
        self.assertEqual(invoice.off_kept_until.year, invoice.date.year + 10)
        self.assertIn("I come later", said.body)
        self.assertNotIn("Léa", request.name)
        log = request.sudo().log_id
        self.assertEqual(log.anonymized_name, "L** M*****")
        self.assertTrue(log.execution_details)

    def _assert_gone_everywhere(self):
        """No message, mail or follower names her any more."""
        for word in (
            "lea@example.org",
            "Léa Martin",
            "0612345678",
            "rue du Puits",
            "2345678901",
        ):
            self.env.cr.execute(
                """
                SELECT 'mail_message', id FROM mail_message
                 WHERE body LIKE %(word)s OR subject LIKE %(word)s
                    OR email_from LIKE %(word)s OR reply_to LIKE %(word)s
                UNION ALL
                SELECT 'mail_message', id FROM mail_message
                 WHERE incoming_email_to LIKE %(word)s
                    OR incoming_email_cc LIKE %(word)s
                    OR outgoing_email_to LIKE %(word)s
                UNION ALL
                SELECT 'mail_mail', id FROM mail_mail
                 WHERE email_to LIKE %(word)s OR email_cc LIKE %(word)s
                    OR headers LIKE %(word)s
                UNION ALL
                SELECT 'mail_blacklist', id FROM mail_blacklist
                 WHERE email LIKE %(word)s
                UNION ALL
                SELECT 'off_privacy_request', id FROM off_privacy_request
                 WHERE name LIKE %(word)s OR reason LIKE %(word)s
                    OR details LIKE %(word)s
                UNION ALL
                SELECT 'res_partner', id FROM res_partner
                 WHERE name LIKE %(word)s OR email LIKE %(word)s
                    OR complete_name LIKE %(word)s OR email_normalized LIKE %(word)s
                    OR phone LIKE %(word)s OR street LIKE %(word)s
                UNION ALL
                SELECT 'res_partner_bank', id FROM res_partner_bank
                 WHERE acc_number LIKE %(word)s OR sanitized_acc_number LIKE %(word)s
                UNION ALL
                SELECT 'res_users', id FROM res_users
                 WHERE login LIKE %(word)s
                UNION ALL
                SELECT 'mail_tracking_value', id FROM mail_tracking_value
                 WHERE old_value_char LIKE %(word)s OR new_value_char LIKE %(word)s
                """,
                {"word": f"%{word}%"},
            )
            self.assertFalse(self.env.cr.fetchall(), word)
        followers = self.env["mail.followers"].search(
            [("partner_id", "=", self.lea.id)]
        )
        self.assertFalse(followers)

    def test_mails_to_others_stay_theirs(self):
        other = self.env["res.partner"].create(
            {"name": "Aurélea", "email": "aurelea@example.org"}
        )
        Mail = self.env["mail.mail"]
        alike, shared, alone = Mail.create(
            [
                {
                    "email_to": "aurelea@example.org",
                    "body_html": "Write to aurelea@example.org",
                    "state": "outgoing",
                },
                {
                    "recipient_ids": [(6, 0, (self.lea | other).ids)],
                    "body_html": "Ask lea@example.org.",
                    "state": "outgoing",
                },
                {"recipient_ids": [(6, 0, self.lea.ids)], "state": "outgoing"},
            ]
        )
        self._ask().action_erase()
        self.assertFalse(alone.exists())
        self.assertEqual(alike.email_to, "aurelea@example.org")
        self.assertIn("aurelea@example.org", alike.body_html)
        self.assertEqual(shared.recipient_ids, other)
        self.assertEqual(shared.state, "outgoing")
        self.assertNotIn("lea@example.org", shared.body_html)

    def test_copies_and_envelopes_lose_the_address(self):
        other = "Aurélea <aurelea@example.org>"
        Mail = self.env["mail.mail"]
        copied, alone, gone_out = Mail.create(
            [
                {
                    "email_to": other,
                    "email_cc": "Léa <LEA@example.org>, Zoé <zoe@example.org>",
                    "headers": repr({"X-For": "lea@example.org"}),
                    "state": "outgoing",
                },
                {"email_cc": "lea@example.org", "state": "exception"},
                {"email_cc": "lea@example.org", "body_html": "Hello", "state": "sent"},
            ]
        )
        message = self.env["mail.message"].create(
            {
                "body": "Hello all",
                "incoming_email_to": f"lea@example.org, {other}",
                "incoming_email_cc": "lea@example.org",
                "outgoing_email_to": "lea@example.org",
            }
        )
        self._ask().action_erase()
        self.assertIn("aurelea@example.org", copied.email_to)
        self.assertIn("zoe@example.org", copied.email_cc)
        self.assertNotIn("lea@example.org", copied.email_cc.lower())
        self.assertNotIn("lea@example.org", copied.headers)
        self.assertEqual(copied.state, "outgoing")
        self.assertFalse(alone.exists(), "it had not gone out, and nobody else gets it")
        self.assertFalse(gone_out.email_cc or gone_out.body_html)
        self.assertIn("aurelea@example.org", message.incoming_email_to)
        for name in ("incoming_email_to", "incoming_email_cc", "outgoing_email_to"):
            self.assertNotRegex(message[name], r"(?<!aure)lea@example", name)

    def test_the_name_is_on_no_request_however_it_was_erased(self):
        refused = self._ask()
        refused.reason = "Léa Martin owes something."
        refused.action_refuse()
        access = self._ask("access")
        self.assertEqual(refused.name, "Léa Martin")
        self.lea.with_user(self.coordinator_a)._off_erase_person(self.company_a)
        erased = f"Erased person {self.lea.id}"
        self.assertEqual((refused | access).mapped("name"), [erased, erased])
        self.assertEqual(refused.reason, "[erased] owes something.")
        self.assertEqual(self.lea.name, erased)

    def test_logins_that_have_ended_are_erased_too(self):
        former = self._create_user(
            "lea.martin", self.company_a, "off_hub_network.group_coordinator"
        )
        former.action_archive()
        former.partner_id = self.lea
        self._ask().action_erase()
        self.assertTrue(former.login.startswith("erased_"))
        self.assertFalse(former.active)

    def test_a_working_login_of_staff_stands_against_it(self):
        self._create_user(
            "lea.martin", self.company_a, "off_hub_network.group_coordinator"
        ).partner_id = self.lea
        self._assert_refused("It works here")

    def test_favourites_are_deleted(self):
        if "off.favourite" not in self.env:
            self.skipTest("There is no shop.")
        liked = self.env["off.favourite"].create(
            [
                {
                    "partner_id": partner.id,
                    "product_tmpl_id": self.leeks.product_tmpl_id.id,
                }
                for partner in (self.lea, self.families[0])
            ]
        )
        self._ask().action_erase()
        self.assertEqual(liked.exists().partner_id, self.families[0])

    def test_a_request_is_of_one_operator(self):
        self.lea.off_company_ids |= self.company_b
        mine = self._ask()
        theirs = (
            self.env["off.privacy.request"]
            .with_user(self.coordinator_b)
            ._ask(self.lea, self.company_b, "erasure", "staff")
        )
        self.assertNotEqual(mine, theirs, "each operator is asked")
        self.assertEqual(mine.company_id, self.company_a)
        self.assertEqual(self.requests.search([("partner_id", "=", self.lea.id)]), mine)
        for user, request, company in (
            (self.coordinator_a, mine, self.company_b),
            (self.coordinator_b, mine, self.company_b),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).write({"company_id": company.id})
        with self.assertRaises(AccessError):
            mine.with_user(self.coordinator_b).read(["name"])
        mine.action_erase()
        self.assertEqual((mine.state, theirs.state), ("done", "draft"))

    def test_nobody_logs_in_any_more(self):
        self.login.password = "a very long word"
        self._ask().action_erase()
        for login in ("lea@example.org", self.login.login):
            with self.assertRaises(AccessDenied):
                self.env["res.users"].authenticate(
                    {
                        "login": login,
                        "password": "a very long word",
                        "type": "password",
                    },
                    {"interactive": False},
                )

    def _assert_refused(self, text):
        request = self._ask()
        self.assertIn(text, request.blockers)
        with self.assertRaises(UserError) as refused:
            request.action_erase()
        self.assertIn(text, str(refused.exception))
        self.assertEqual(request.state, "draft")
        self.assertEqual(self.lea.name, "Léa Martin")
        self.assertTrue(self.note.exists())

    def test_an_open_order_stands_against_it(self):
        order = self._create_order({self.leeks: 1}, self.lea)
        self._assert_refused(order.name)

    def test_a_debt_stands_against_it(self):
        invoice = self._make_invoice()
        self._assert_refused("still to be paid")
        self._pay(invoice)
        self.assertFalse(self._ask().blockers)

    def test_a_credit_stands_against_it(self):
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.lea.id,
                "amount": 5,
                "payment_type": "inbound",
                "partner_type": "customer",
                "company_id": self.company_a.id,
                "journal_id": self.env["account.journal"]
                .search(
                    [("company_id", "=", self.company_a.id), ("type", "=", "bank")],
                    limit=1,
                )
                .id,
            }
        )
        payment.action_post()
        self._assert_refused("in credit")

    def test_a_standing_order_stands_against_it(self):
        standing = self.env["off.standing.order"].create(
            {
                "name": "Every week",
                "partner_id": self.lea.id,
                "hub_id": self.hub_a.id,
                "point_id": self.point.id,
                "line_ids": [(0, 0, {"product_id": self.leeks.id})],
            }
        )
        self._assert_refused(standing.name)

    def test_a_role_stands_against_it(self):
        role = self.env.ref("off_hub_network.role_transporter")
        self.lea.sudo().off_role_ids = role
        self._assert_refused("member of the network")

    def test_deposits_and_duties_stand_against_it(self):
        if "off.deposit.balance" in self.env:
            jar = self.env["product.product"].create(
                {"name": "Jar", "type": "service", "off_deposit": 2}
            )
            lent = self.env["sale.order"].create(
                {
                    "partner_id": self.lea.id,
                    "company_id": self.company_a.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": jar.id,
                                "name": "Jar",
                                "product_uom_qty": 2,
                                "off_is_deposit": True,
                            },
                        )
                    ],
                }
            )
            lent.state = "sale"
            lent.order_line.qty_delivered = 2
            self.env.flush_all()
            self._assert_refused("Jar")
        if "off.duty" in self.env:
            duty = self.env["off.duty"].create(
                {"name": "Hand over", "hub_id": self.hub_a.id}
            )
            slot = self.exchange.slot_ids
            shift = self.env["off.duty.shift"].create(
                {"slot_id": slot.id, "duty_id": duty.id}
            )
            self.env["off.duty.volunteer"].create(
                {"shift_id": shift.id, "partner_id": self.lea.id}
            )
            self._assert_refused("duties")

    def test_carts_are_no_reason_to_wait(self):
        cart = self._create_order({self.leeks: 1}, self.lea, confirm=False)
        self._ask().action_erase()
        self.assertFalse(cart.exists())

    def test_who_is_served_elsewhere_keeps_its_name(self):
        self.lea.off_company_ids |= self.company_b
        invoice = self._make_invoice()
        self._pay(invoice)
        request = self._ask()
        request.action_erase()
        self.assertEqual(request.state, "done")
        self.assertIn("other operators", request.details)
        self.assertEqual(self.lea.name, "Léa Martin")
        self.assertEqual(self.lea.off_company_ids, self.company_b)
        self.assertFalse(self.note.exists())
        self.assertTrue(self.login.active)
        self.assertEqual(invoice.off_kept_name, "Léa Martin")
        last = (
            self.env["off.privacy.request"]
            .with_user(self.coordinator_b)
            ._ask(self.lea, self.company_b, "erasure", "staff")
        )
        last.action_erase()
        self.assertNotEqual(self.lea.name, "Léa Martin")

    def test_an_answer_is_due_within_a_month(self):
        request = self._ask()
        request.sudo().date_asked = "2026-01-31 10:00:00"
        self.assertEqual(str(request.date_due), "2026-02-28")
        self.assertTrue(request.is_late)
        self.assertEqual(self._ask(), request, "asking twice is asking once")

    def test_a_refusal_says_why(self):
        request = self._ask()
        with self.assertRaises(UserError):
            request.action_refuse()
        request.reason = "A dispute is before the court."
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        message = request.message_ids.filtered(lambda one: self.lea in one.partner_ids)
        self.assertIn("before the court", message.body)
        with self.assertRaises(UserError):
            request.action_erase()

    def test_the_data_were_handed_over(self):
        request = self._ask("access")
        with self.assertRaises(UserError):
            request.action_erase()
        request.action_done()
        self.assertEqual((request.state, request.user_id), ("done", self.coordinator_a))

    def test_wrong_users_are_refused(self):
        request = self._ask()
        manager = self._create_user(
            "manager_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        other = new_test_user(self.env, "other_x", "base.group_portal")
        for user in (manager, self.coordinator_b, self.login, other):
            theirs = request.with_user(user)
            for step in ("action_erase", "action_refuse", "action_done"):
                with self.subTest(user=user.login, step=step):
                    with self.assertRaises(AccessError):
                        getattr(theirs, step)()
            with self.assertRaises(AccessError):
                self.lea.with_user(user).with_company(
                    user.company_id
                ).action_off_privacy_erase()
        with self.assertRaises(AccessError):
            request.write({"state": "done"})
        self.assertEqual(self.lea.name, "Léa Martin")

    def test_of_whom_an_operator_does_not_serve_it_erases_nothing(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        stranger.off_company_ids = False
        with self.assertRaises(AccessError):
            stranger.with_user(self.coordinator_a).with_company(
                self.company_a
            ).action_off_privacy_erase()

    def test_the_invoice_still_names_its_customer(self):
        invoice = self._make_invoice()
        self._pay(invoice)
        self._ask().action_erase()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "account.report_invoice", invoice.ids
        )
        text = html.decode()
        self.assertIn("Léa Martin", text)
        self.assertIn("3 rue du Puits", text)
        self.assertNotIn(
            "Léa Martin", invoice.with_user(self.coordinator_a).display_name
        )
