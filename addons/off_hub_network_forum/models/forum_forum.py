from odoo import api, fields, models

# Barriers that a member of the group does not meet: it may take part at once.
OPEN_TO_MEMBERS = (
    "karma_ask",
    "karma_answer",
    "karma_post",
    "karma_edit_own",
    "karma_edit_retag",
    "karma_close_own",
    "karma_unlink_own",
    "karma_tag_create",
    "karma_upvote",
    "karma_downvote",
    "karma_answer_accept_own",
    "karma_comment_own",
    "karma_comment_all",
    "karma_comment_convert_own",
    "karma_comment_unlink_own",
    "karma_editor",
)
# Karma is one number for the whole site: a closed circle hands none out.
GAINS = (
    "karma_gen_question_new",
    "karma_gen_question_upvote",
    "karma_gen_question_downvote",
    "karma_gen_answer_upvote",
    "karma_gen_answer_downvote",
    "karma_gen_answer_accept",
    "karma_gen_answer_accepted",
    "karma_gen_answer_flagged",
)


class ForumForum(models.Model):
    _inherit = "forum.forum"

    off_group_id = fields.Many2one(
        "off.network.group",
        string="Group of members",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Only members of this group read it and write in it.",
    )

    _off_group_uniq = models.UniqueIndex(
        "(off_group_id) WHERE off_group_id IS NOT NULL",
        "This group has a forum already.",
    )

    @api.model
    def _off_get_group_vals(self, group):
        """Values of the forum of ``group``: not for visitors, no karma in the way."""
        return {
            "name": group.name,
            "off_group_id": group.id,
            "privacy": "connected",
            "mode": "discussions",
            "allow_share": False,
            "welcome_message": False,
            **dict.fromkeys(OPEN_TO_MEMBERS + GAINS, 0),
        }

    def _off_is_administered(self):
        """Whether the user acts for an administrator of the group of this forum."""
        self.ensure_one()
        group = self.sudo().off_group_id
        admins = group.membership_ids.filtered(lambda one: one.state == "admin")
        members = admins.member_id.with_env(self.env)
        return bool(members and members._off_get_spoken_for())

    @api.depends_context("uid")
    def _compute_can_moderate(self):
        """Override of website_forum: a group's administrators moderate its forum."""
        result = super()._compute_can_moderate()
        for forum in self.filtered("off_group_id"):
            forum.can_moderate = forum.can_moderate or forum._off_is_administered()
        return result
