from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SIRET, JoinCommon


@tagged("post_install", "-at_install")
class TestApprove(JoinCommon):
    def _approve(self, request, user=None, **vals):
        request = request.with_user(user or self.coordinator_a)
        if vals:
            request.write(vals)
        request.action_approve()
        return request.partner_id.sudo()

    # -- the member ---------------------------------------------------------------
    def test_approving_makes_member_contact_and_login(self):
        request = self._ask()
        member = self._approve(request)
        self.assertEqual(request.state, "approved")
        self.assertEqual(member.off_role_ids, self._get_role())
        self.assertEqual(member.off_keeper_company_id, self.company_a)
        self.assertEqual(member.company_registry, SIRET)
        self.assertEqual(member.off_visibility, "public")
        self.assertIn("&lt;leeks&gt;", member.off_story)
        user = self._get_user()
        self.assertTrue(user._is_portal())
        self.assertEqual(user.company_ids, self.company_a)
        self.assertEqual(user.partner_id.name, "Anne Martin")
        self.assertEqual(user.partner_id.parent_id, member)
        self.assertFalse(request.activity_ids, "nobody is called any more")
        self.assertEqual(request.decided_by_id, self.coordinator_a)

    def test_without_consent_only_linked_members_see_it(self):
        request = self.env["off.join.request"]._submit(self._fill_in())
        request._confirm()
        self.assertEqual(self._approve(request).off_visibility, "linked")

    def test_pressing_twice_makes_one_member(self):
        request = self._ask()
        member = self._approve(request)
        mails = len(self._get_mails())
        self.assertEqual(self._approve(request), member)
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "=", request.name)]), 1
        )
        self.assertEqual(len(self._get_mails()), mails)

    def test_only_what_waits_is_decided(self):
        request = self._submit()
        with self.assertRaisesRegex(UserError, "E-mail to confirm"):
            request.with_user(self.coordinator_a).action_approve()
        request._confirm()
        request.with_user(self.coordinator_a)._refuse("No food")
        with self.assertRaisesRegex(UserError, "Refused"):
            request.with_user(self.coordinator_a).action_approve()

    # -- the mails ----------------------------------------------------------------
    def test_the_welcome_mail_lets_choose_a_password_once(self):
        request = self._ask()
        self._approve(request)
        mail = self._get_last_mail()
        self.assertIn("Welcome to the network", mail.subject)
        self.assertIn("/web/signup?", mail.body_html)
        self.assertIn("for 6 days", mail.body_html)
        self.assertIn("As a producer", mail.body_html)
        self.assertNotIn("As a hub", mail.body_html)
        person = self._get_user().partner_id
        token = person._generate_signup_token()
        self.env["res.users"].signup({"password": "long enough 1"}, token)
        self.assertFalse(person._get_partner_from_token(token), "it works once")
        self.assertFalse(request._get_password_url())

    def test_no_moderator_reads_the_link_in_the_messages(self):
        request = self._ask()
        self._approve(request)
        messages = self.env["mail.message"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)]
        )
        shown = messages.filtered(lambda m: m.message_type != "user_notification")
        self.assertNotIn("/web/signup", "".join(shown.mapped("body")))
        self.assertTrue(all(self._get_mails().mapped("auto_delete")))

    def test_mails_are_in_the_applicants_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("off_hub_network_join.mail_template_welcome")
        template.with_context(lang="fr_FR").subject = "Bienvenue"
        request = self._ask()
        request.lang = "fr_FR"
        member = self._approve(request)
        self.assertEqual(self._get_last_mail().subject, "Bienvenue")
        self.assertEqual((member.lang, self._get_user().lang), ("fr_FR", "fr_FR"))

    def test_a_refusal_says_why(self):
        request = self._ask()
        wizard = self.env["off.join.refusal"].with_user(self.coordinator_a)
        wizard.create(
            {"request_id": request.id, "reason": "You sell <tyres>."}
        ).action_confirm()
        self.assertEqual(request.state, "refused")
        self.assertIn("You sell &lt;tyres&gt;.", self._get_last_mail().body_html)
        self.assertFalse(self._get_user())
        with self.assertRaisesRegex(UserError, "Say why"):
            self._ask(email="b@x.example").with_user(self.coordinator_a)._refuse(" ")

    # -- who has a login already -----------------------------------------------------
    def _create_customer(self):
        customer = self._create_user(
            "Anne@bois-joli.example", self.company_b, "base.group_portal"
        )
        customer.partner_id.write(
            {"email": customer.login, "street": "Home", "city": "Vertou"}
        )
        return customer

    def test_a_customers_login_speaks_for_its_farm(self):
        customer = self._create_customer()
        member = self._approve(self._ask())
        self.assertEqual(customer.partner_id.parent_id, member)
        self.assertEqual(customer.partner_id.street, "Home")
        self.assertIn(self.company_b, customer.partner_id.off_company_ids)
        self.assertEqual(
            self.env["res.users"].search_count([("login", "=ilike", customer.login)]), 1
        )
        mail = self._get_last_mail().body_html
        self.assertIn("Log in as you are used to", mail.replace("\n", " "))
        self.assertNotIn("/web/signup", mail)

    def test_a_login_of_another_structure_stays_there(self):
        customer = self._create_customer()
        customer.partner_id.parent_id = self.producer
        request = self._ask()
        member = self._approve(request)
        self.assertEqual(customer.partner_id.parent_id, self.producer)
        self.assertFalse(member.child_ids.user_ids)
        self.assertIn(
            "already has a login, for Grower",
            "".join(request.message_ids.mapped("body")),
        )

    def test_staff_stay_staff(self):
        self.coordinator_b.partner_id.email = "anne@bois-joli.example"
        member = self._approve(self._ask())
        self.assertFalse(self.coordinator_b.partner_id.parent_id)
        self.assertFalse(member.child_ids.user_ids)

    def test_an_archived_login_is_not_woken(self):
        self._create_customer().active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self._approve(self._ask())

    # -- hub and operator -------------------------------------------------------------
    def test_a_hub_is_taken_in_by_its_operator(self):
        request = self._ask(role_ids=self._get_role("hub"))
        self.assertEqual(request.join_as, "hub")
        with self.assertRaisesRegex(UserError, "Choose the operator"):
            self._approve(request)
        with self.assertRaisesRegex(AccessError, "Only Operator B"):
            self._approve(request, operator_id=self.company_b.id)
        member = self._approve(request, self.coordinator_b)
        hub = self.env["off.hub"].search([("partner_id", "=", member.id)])
        self.assertEqual(hub.company_id, self.company_b)
        self.assertEqual(member.off_keeper_company_id, self.company_b)

    def test_administrators_take_in_hubs_for_every_operator(self):
        request = self._ask(role_ids=self._get_role("hub"))
        member = self._approve(request, self.admin, operator_id=self.company_b.id)
        self.assertEqual(member.off_keeper_company_id, self.company_b)

    def test_only_administrators_make_operators(self):
        request = self._ask(role_ids=self._get_role("hub"))
        with self.assertRaisesRegex(AccessError, "Only an administrator"):
            self._approve(request, join_as="operator")
        self.assertEqual(request.state, "waiting")
        member = self._approve(request, self.admin)
        company = self.env["res.company"].search([("partner_id", "=", member.id)])
        self.assertTrue(company.off_is_operator)
        self.assertEqual(member.off_keeper_company_id, company)
        self.assertEqual(company.off_hub_ids.partner_id, member)
        self.assertFalse(self._get_user()._is_internal())

    def test_a_country_without_accounts_makes_no_half_operator(self):
        country = self.env["res.country"].create({"name": "Nowhere", "code": "ZZ"})
        request = self._ask(country_id=country, company_registry="", vat="")
        before = self.env["res.company"].search_count([])
        self.env.flush_all()
        companies = self.env.registry["res.company"]
        self.patch(companies, "_off_load_chart", self._fail)
        with self.assertRaisesRegex(UserError, "no chart"), self.cr.savepoint():
            self._approve(request, self.admin, join_as="operator")
        self.assertEqual(self.env["res.company"].search_count([]), before)
        self.assertFalse(self._get_user())

    @staticmethod
    def _fail(*_args):
        raise UserError("no chart")  # pylint: disable=translation-required

    # -- hubs by their model --------------------------------------------------------
    def test_the_hub_starts_by_the_model_that_was_chosen(self):
        model = self.env.ref("off_hub_network.hub_model_grower_rounds")
        request = self._ask(role_ids=self._get_role("hub"), hub_model_id=model)
        member = self._approve(request, operator_id=self.company_a.id)
        hub = self.env["off.hub"].search([("partner_id", "=", member.id)])
        self.assertEqual(hub.model_id, model)
        self.assertIn(self._get_role("producer"), member.off_role_ids)
