from odoo import models
from odoo.fields import Domain

RIGHTS = (
    "can_accept",
    "can_close",
    "can_edit",
    "can_moderate",
    "can_unlink",
    "can_comment_convert",
)


class ForumPost(models.Model):
    _inherit = "forum.post"

    def _compute_post_karma_rights(self):
        """Override of website_forum: in a group, what counts is being in it. Odoo hides
        posts of authors without karma, and a group hands none out."""
        result = super()._compute_post_karma_rights()
        posts = self.filtered("forum_id.off_group_id")
        administered = {forum: forum._off_is_administered() for forum in posts.forum_id}
        for post in posts:
            is_admin = administered[post.forum_id]
            post.can_view = post.can_view or post.sudo().active or is_admin
            if is_admin:
                post.update(dict.fromkeys(RIGHTS, True))
        return result

    def _search_can_view(self, operator, value):
        """Override of website_forum: see ``_compute_post_karma_rights``. Rules of
        access keep out who is not in the group."""
        domain = super()._search_can_view(operator, value)
        if domain is NotImplemented:
            return domain
        in_group = Domain("forum_id.off_group_id", "!=", False)
        return Domain(domain) | (in_group & Domain("active", "=", True))
