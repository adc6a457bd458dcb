from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.off_hub_network.tests.common import NetworkCommon

SECRET = "Price of lentils next winter"


@tagged("post_install", "-at_install")
class TestGroupForum(NetworkCommon, HttpCase):
    """Hub A administers a group with a grower; Hub B and a family are not in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = (
            cls.env["off.network.group"]
            .with_user(cls.coordinator_a)
            .create({"name": "Valley", "join_policy": "open"})
        )
        cls.group.action_open_forum()
        cls.forum = cls.group.sudo().forum_ids.sudo(False).with_env(cls.env)
        cls.member = cls._create_login("grower", cls.producer)
        cls.membership = cls.env["off.network.membership"].create(
            {
                "group_id": cls.group.id,
                "member_id": cls.producer.id,
                "state": "member",
            }
        )
        cls.family = cls._create_login("family")
        cls.post = cls._post(cls.member)
        cls.strangers = cls.family | cls.coordinator_b | cls.env.ref("base.public_user")

    @classmethod
    def _create_login(cls, login, member=None):
        user = new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        if member:
            user.partner_id.parent_id = member
        return user

    @classmethod
    def _post(cls, user, **vals):
        return (
            cls.env["forum.post"]
            .with_user(user)
            .create(
                {
                    "forum_id": cls.forum.id,
                    "name": SECRET,
                    "content": f"<p>{SECRET}?</p>",
                    **vals,
                }
            )
        )

    def test_a_member_posts_at_once_without_karma(self):
        self.assertEqual(self.member.karma, 0)
        self.assertEqual(self.post.state, "active")
        answer = self._post(self.coordinator_a, parent_id=self.post.id, name=False)
        self.assertTrue(answer.with_user(self.member).can_view)
        self.assertEqual(self.post.with_user(self.coordinator_a).name, SECRET)

    def test_a_group_hands_out_no_karma(self):
        self.assertEqual(self.member.karma, 0)

    def test_strangers_find_nothing_by_the_orm(self):
        for user in self.strangers:
            with self.subTest(user.login):
                for record in (self.forum, self.post):
                    model = record.with_user(user)
                    self.assertFalse(model.search([("id", "=", record.id)]))
                    with self.assertRaises(AccessError):
                        model.read(["name"])

    def test_strangers_do_not_post(self):
        for user in self.family | self.coordinator_b:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._post(user)

    def test_strangers_do_not_answer_from_another_forum(self):
        other = self.env["forum.forum"].create({"name": "Public", "karma_answer": 0})
        with self.assertRaises(AccessError):
            self._post(self.family, forum_id=other.id, parent_id=self.post.id)

    def test_the_administrator_of_the_site_does_not_read_it_either(self):
        user = new_test_user(
            self.env, "site_admin", groups="base.group_erp_manager,base.group_user"
        )
        self.assertFalse(self.post.with_user(user).search([("name", "=", SECRET)]))

    def test_pages_do_not_exist_for_strangers(self):
        slug = self.env["ir.http"]._slug
        paths = (
            f"/forum/{slug(self.forum)}",
            f"/forum/{slug(self.forum)}/{slug(self.post)}",
            f"/forum/{slug(self.forum)}/faq",
            f"/forum/{slug(self.forum)}/tag",
        )
        for login in (None, "family", "coordinator_b"):
            self.authenticate(login, login)
            for path in paths:
                with self.subTest(login=login, path=path):
                    response = self.url_open(path)
                    self.assertNotIn(SECRET, response.text)
                    self.assertEqual(response.status_code, 404)

    def test_searches_find_nothing_for_strangers(self):
        paths = (
            "/website/search?search=lentils",
            "/website/search/forums?search=lentils",
            "/forum/all?search=lentils",
            "/forum",
            "/sitemap.xml",
        )
        for login in (None, "family"):
            self.authenticate(login, login)
            for path in paths:
                with self.subTest(login=login, path=path):
                    text = self.url_open(path).text
                    self.assertNotIn(SECRET, text)
                    self.assertNotIn(f"/forum/valley-{self.forum.id}", text)

    def test_a_member_reads_it_on_the_website(self):
        slug = self.env["ir.http"]._slug
        self.authenticate("grower", "grower")
        page = self.url_open(f"/forum/{slug(self.forum)}")
        self.assertIn(SECRET, page.text)
        page = self.url_open(f"/network/groups/{slug(self.group.sudo())}")
        self.assertIn("Open the forum", page.text)

    def test_messages_under_a_post_are_its_readers_alone(self):
        message = self.post.sudo().message_post(body=SECRET)
        for user in self.strangers:
            with self.subTest(user.login):
                found = self.env["mail.message"].with_user(user)
                self.assertFalse(found.search([("id", "=", message.id)]))

    def test_administrators_of_the_group_moderate(self):
        self.assertFalse(self.forum.with_user(self.member).can_moderate)
        self.assertTrue(self.forum.with_user(self.coordinator_a).can_moderate)
        post = self.post.with_user(self.coordinator_a)
        self.assertTrue(post.can_edit and post.can_close and post.can_unlink)
        post.content = "<p>Put more kindly</p>"

    def test_who_leaves_reads_no_more_and_gets_no_more_mail(self):
        self.post.sudo().message_subscribe(self.member.partner_id.ids)
        self.group.with_user(self.member)._leave(self.producer)
        self.assertFalse(self.post.with_user(self.member).has_access("read"))
        self.assertNotIn(self.member.partner_id, self.post.sudo().message_partner_ids)

    def test_only_an_administrator_opens_a_forum(self):
        group = (
            self.env["off.network.group"]
            .with_user(self.coordinator_a)
            .create({"name": "Hills"})
        )
        with self.assertRaises(AccessError):
            group.with_user(self.coordinator_b).action_open_forum()
        group.with_user(self.coordinator_a).action_open_forum()
        self.assertTrue(group.sudo().forum_ids)
