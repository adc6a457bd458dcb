from odoo import fields, models


class OffNetworkGroup(models.Model):
    _inherit = "off.network.group"

    forum_ids = fields.One2many("forum.forum", "off_group_id", string="Forums")

    def write(self, vals):
        result = super().write(vals)
        if {"name", "active"} & vals.keys():
            shared = {name: vals[name] for name in ("name", "active") if name in vals}
            forums = self.sudo().with_context(active_test=False).forum_ids
            forums.write(shared)
        return result

    def action_open_forum(self):
        """The forum of the group on the website; its administrators have it made."""
        self.ensure_one()
        self.check_access("read")
        forum = self.sudo().forum_ids[:1] or self._create_forum()
        return {
            "type": "ir.actions.act_url",
            "url": forum._compute_website_url(),
            "target": "self",
        }

    def _create_forum(self):
        self._check_administrator()
        Forum = self.env["forum.forum"].sudo()
        return Forum.create(Forum._off_get_group_vals(self))
