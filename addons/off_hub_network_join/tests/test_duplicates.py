from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SIRET, JoinCommon


@tagged("post_install", "-at_install")
class TestDuplicates(JoinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write(
            {"name": "EARL Bois-Joli", "zip": "44000", "country_id": cls.france.id}
        )
        cls.producer.off_keeper_company_id = cls.company_a

    def _get_reasons(self, request, user=None):
        matches = self.env["off.join.match"].with_user(user or self.admin)
        return {
            match.partner_id: match.reasons
            for match in matches.search([("request_id", "=", request.id)])
        }

    # -- what is found ------------------------------------------------------------
    def test_the_same_farm_is_found_by_name_and_place(self):
        reasons = self._get_reasons(self._ask())
        self.assertEqual(reasons, {self.producer: "Same name and place"})

    def test_the_same_name_elsewhere_is_another_farm(self):
        self.producer.write({"zip": "35000", "city": "Rennes"})
        self.assertFalse(self._get_reasons(self._ask()))

    def test_the_same_siret_and_address_are_found_wherever_they_are(self):
        self.producer.write(
            {"name": "Otherwise", "zip": "35000", "company_registry": SIRET}
        )
        self.env["res.partner"].create(
            {
                "name": "Anne",
                "parent_id": self.producer.id,
                "email": "Anne@Bois-Joli.example",
            }
        )
        reasons = self._get_reasons(self._ask())[self.producer]
        self.assertIn("Same SIRET", reasons)
        self.assertIn("Same e-mail", reasons)

    def test_a_family_is_no_duplicate_of_a_farm(self):
        self.env["res.partner"].create(
            {"name": "Bois Joli", "zip": "44000", "email": "anne@bois-joli.example"}
        )
        self.assertEqual(set(self._get_reasons(self._ask())), {self.producer})

    def test_another_operators_customer_is_not_shown(self):
        shop = self.env["res.partner"].create(
            {
                "name": "Bois Joli",
                "is_company": True,
                "zip": "44000",
                "off_company_ids": [(4, self.company_b.id)],
            }
        )
        request = self._ask()
        self.assertIn(shop, self._get_reasons(request, self.coordinator_b))
        self.assertNotIn(shop, self._get_reasons(request, self.coordinator_a))

    def test_looking_does_not_take_more_queries_with_more_members(self):
        request = self._ask()
        request._update_matches()
        self.env.flush_all()
        counts = []
        for number in (1, 15):
            self.env["res.partner"].create(
                [
                    {"name": f"Farm {n}", "is_company": True, "zip": "44000"}
                    for n in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            request._find_matches()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_who_asks_twice_is_shown(self):
        first = self._ask(company_registry="")
        second = self._ask(name="Another name", company_registry="")
        self.assertEqual(second.same_request_ids, first)

    # -- "it is this member" --------------------------------------------------------
    def _get_match(self, request, user):
        matches = self.env["off.join.match"].with_user(user)
        return matches.search([("request_id", "=", request.id)])

    def test_the_keeper_joins_the_request_to_its_member(self):
        self.producer.phone = "02 99 99 99 99"
        request = self._ask()
        self._get_match(request, self.coordinator_a).action_merge()
        self.assertEqual(request.state, "merged")
        self.assertEqual(request.partner_id, self.producer)
        self.assertEqual(self.producer.phone, "02 99 99 99 99", "what is there stays")
        self.assertEqual(self.producer.company_registry, SIRET)
        self.assertEqual(
            self._get_user().partner_id.commercial_partner_id, self.producer
        )
        self.assertIn("We already knew", self._get_last_mail().body_html)

    def test_joining_twice_is_joining_once(self):
        match = self._get_match(self._ask(), self.coordinator_a)
        match.action_merge()
        mails = len(self._get_mails())
        match.action_merge()
        self.assertEqual(len(self._get_mails()), mails)

    def test_others_ask_the_keeper(self):
        request = self._ask(hub_id=self.hub_b)
        match = self._get_match(request, self.coordinator_b)
        self.assertFalse(match.may_merge)
        with self.assertRaisesRegex(AccessError, "not yours"):
            match.action_merge()
        self.assertFalse(self._get_match(request, self.coordinator_a))
        match.action_ask_keeper()
        self.assertIn(self.coordinator_a, request.activity_ids.user_id)
        of_a = request.with_user(self.coordinator_a)
        self.assertEqual(of_a.name, "GAEC du Bois Joli")
        with self.assertRaisesRegex(AccessError, "addressed to Operator B"):
            of_a.action_approve()
        with self.assertRaisesRegex(AccessError, "addressed to Operator B"):
            of_a._refuse("Not ours to say")
        self._get_match(request, self.coordinator_a).action_merge()
        self.assertEqual(request.partner_id, self.producer)

    def test_a_member_with_a_login_is_the_administrators_to_give_another(self):
        self._create_user(
            "grower", self.company_a, "base.group_portal"
        ).partner_id = self.env["res.partner"].create(
            {"name": "Grower's own", "parent_id": self.producer.id}
        )
        request = self._ask()
        match = self._get_match(request, self.coordinator_a)
        self.assertFalse(match.may_merge)
        request.sudo().activity_ids.unlink()
        match.action_ask_keeper()
        self.assertIn(self.admin, request.activity_ids.user_id)
        self.assertNotIn(self.coordinator_a, request.activity_ids.user_id)
        self._get_match(request, self.admin).action_merge()
        self.assertEqual(request.state, "merged")

    def test_the_right_to_edit_a_profile_lets_nobody_in(self):
        self.link_a.may_edit_profile = True
        self.producer.off_keeper_company_id = self.company_b
        self.assertFalse(self._get_match(self._ask(), self.coordinator_a).may_merge)

    # -- contacts that were twice here ----------------------------------------------
    def test_two_contacts_are_merged_by_odoos_wizard(self):
        twin = self.producer.copy({"name": "Bois joli"})
        twin.off_keeper_company_id = self.company_a
        request = self._ask().with_user(self.coordinator_a)
        action = request.action_merge_contacts()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.coordinator_a)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.partner_ids, self.producer | twin)
        wizard.action_merge()
        self.assertEqual(len((self.producer | twin).exists()), 1)

    def test_nobody_merges_a_member_that_others_keep(self):
        twin = self.producer.copy({"name": "Bois joli"})
        twin.off_keeper_company_id = self.company_b
        with self.assertRaisesRegex(UserError, "fewer than two"):
            self._ask().with_user(self.coordinator_a).action_merge_contacts()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        with self.assertRaisesRegex(AccessError, "cannot be merged by you"):
            wizard.with_user(self.coordinator_a)._merge((self.producer | twin).ids)

    def test_two_hubs_are_never_merged(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        partners = (self.hub_a | self.hub_b).partner_id
        with self.assertRaisesRegex(UserError, "are hubs"):
            wizard.with_user(self.admin)._merge(partners.ids)
