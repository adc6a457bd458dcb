from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OffNetworkMembership(models.Model):
    """A member in a group, or on its way in.

    Nobody is put into a group: administrators invite, and the member joins itself.
    """

    _name = "off.network.membership"
    _description = "Membership of a Group"
    _inherit = ["off.kept.mixin"]
    _order = "group_id, state, id"
    _rec_name = "member_id"

    group_id = fields.Many2one(
        "off.network.group", required=True, index=True, ondelete="cascade"
    )
    member_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_is_member', '=', True)]",
    )
    state = fields.Selection(
        [
            ("admin", "Administrator"),
            ("member", "Member"),
            ("requested", "Asks to join"),
            ("invited", "Invited"),
        ],
        required=True,
        default="invited",
        readonly=True,
        index=True,
    )

    _pair_uniq = models.UniqueIndex(
        "(group_id, member_id)", "This member is in the group, or on its way in."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who may not be known is not invited, by whatever number.
            ids = {vals["member_id"] for vals in vals_list if vals.get("member_id")}
            self.env["res.partner"].browse(ids).check_access("read")
            for vals in vals_list:
                # Who is added is invited, whoever adds it.
                vals["state"] = "invited"
        memberships = super().create(vals_list)
        memberships.group_id._check_administrator()
        return memberships

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("The buttons of a membership change it, nothing else does.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_others(self):
        self.group_id._check_administrator()
        self._check_not_last_administrator()

    def action_accept(self):
        self._set_state("member", "requested")

    def action_make_administrator(self):
        self._set_state("admin", "member")

    def action_make_member(self):
        self._check_not_last_administrator()
        self._set_state("member", "admin")

    def action_remove(self):
        self.group_id._check_administrator()
        self._check_not_last_administrator()
        self.sudo().unlink()

    def _set_state(self, state, needed):
        self.group_id._check_administrator()
        self.sudo().filtered(lambda one: one.state == needed).state = state

    def _check_not_last_administrator(self):
        for membership in self.sudo().filtered(lambda one: one.state == "admin"):
            others = membership.group_id.membership_ids - self.sudo()
            inside = others.filtered(lambda one: one.state in ("admin", "member"))
            if inside and "admin" not in inside.mapped("state"):
                raise UserError(
                    self.env._(
                        "%(member)s is the last administrator of “%(group)s”: name "
                        "another one first.",
                        member=membership.member_id.name,
                        group=membership.group_id.name,
                    )
                )

    def _notify_administrators(self):
        for membership in self.sudo():
            admins = membership.group_id.membership_ids.filtered(
                lambda one: one.state == "admin"
            )
            if recipients := admins.member_id._off_get_recipients():
                membership.group_id.message_notify(
                    partner_ids=recipients.ids,
                    subject=self.env._(
                        "%(member)s asks to join %(group)s",
                        member=membership.member_id.name,
                        group=membership.group_id.name,
                    ),
                    body=self.env._("Accept or refuse it on the page of the group."),
                )
