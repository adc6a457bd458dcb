from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class OffNetworkGroup(models.Model):
    """Members who act together: a federation, a territory, a purchasing circle.

    It belongs to no operator: its members are of several, and administer it themselves.
    """

    _name = "off.network.group"
    _description = "Group of Members"
    _inherit = ["mail.thread", "image.mixin", "off.kept.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    description = fields.Html(translate=True, help="What it is for, shown on its page.")
    join_policy = fields.Selection(
        [
            ("open", "Any member joins"),
            ("request", "On request"),
            ("invited", "By invitation"),
        ],
        required=True,
        default="request",
    )
    visibility = fields.Selection(
        [("public", "Everybody"), ("members", "Its members only")],
        string="Shown to",
        required=True,
        default="public",
    )
    # Not for portal users: members who keep themselves back are in groups too.
    membership_ids = fields.One2many(
        "off.network.membership", "group_id", groups="base.group_user"
    )
    member_ids = fields.Many2many(
        "res.partner",
        string="Members",
        compute="_compute_member_ids",
        search="_search_member_ids",
        groups="base.group_user",
    )
    member_count = fields.Integer(compute="_compute_member_ids")
    request_count = fields.Integer(
        "Requests", compute="_compute_member_ids", help="Members who ask to join."
    )

    is_own = fields.Boolean(
        "I am in it",
        compute="_compute_is_own",
        help="One of the user's own members is.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("membership_ids.state")
    def _compute_is_own(self):
        own = self._get_own_members()
        for group in self:
            group.is_own = bool(group.sudo().member_ids & own)

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("membership_ids.state")
    def _compute_member_ids(self):
        for group in self:
            memberships = group.sudo().membership_ids
            inside = memberships.filtered(lambda one: one.state in ("member", "admin"))
            # Who keeps itself back does so in a group too.
            members = inside.member_id.with_env(self.env)
            group.member_ids = members._filtered_access("read")
            group.member_count = len(inside)
            group.request_count = len(
                memberships.filtered(lambda one: one.state == "requested")
            )

    def _search_member_ids(self, operator, value):
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        inside = Domain("state", "in", ("member", "admin"))
        return [
            ("membership_ids", "any", inside & Domain("member_id", operator, value))
        ]

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        if not self.env.su and (founder := self._get_own_members()[:1]):
            self.env["off.network.membership"].sudo().create(
                [
                    {"group_id": group.id, "member_id": founder.id, "state": "admin"}
                    for group in groups
                ]
            )
        return groups

    @api.model
    def _get_own_members(self):
        """Members whose part the user takes: the hubs of its operator, and itself."""
        viewers = self.env["res.partner"]._off_get_viewers(self.env.user.partner_id)
        members = viewers.sudo().filtered("off_is_member").with_env(self.env)
        return members._off_get_spoken_for()

    @api.model
    def _get_shown_domain(self, viewer=None):
        """Groups whose page ``viewer`` may open.

        :param viewer: res.partner of who looks; nobody for a public visitor
        """
        shown = Domain("visibility", "=", "public")
        if viewers := self.env["res.partner"]._off_get_viewers(viewer):
            shown |= Domain(
                "membership_ids",
                "any",
                Domain("member_id", "in", viewers.ids)
                & Domain("state", "!=", "requested"),
            )
        return shown & Domain("active", "=", True)

    def _get_shown_members(self, viewer=None):
        """Members that ``viewer`` may know of: being in a group shows nobody who keeps
        itself back."""
        Partner = self.env["res.partner"].sudo()
        return Partner.search(
            Partner._off_get_shown_domain(viewer)
            & Domain("id", "in", self.sudo().member_ids.ids),
            order="name, id",
        )

    def _get_map_points(self, viewer=None):
        """Its members on a map, exact points only and only those that are shown.

        :return: list of ``[id, latitude, longitude, name, town, 1 if producer]``
        """
        members = self._get_shown_members(viewer)
        contacts = members._off_get_shown_contacts(viewer)
        return [
            [
                member.id,
                round(contacts[member]["latitude"], 5),
                round(contacts[member]["longitude"], 5),
                member.name or "",
                member.city or "",
                int(member.off_is_producer),
            ]
            for member in members
            if contacts[member]["latitude"] is not None
        ]

    # -- members come and go ----------------------------------------------------------
    def _join(self, member):
        """``member`` joins, or asks to; called with the user's own rights.

        :return: off.network.membership with all rights
        :raise AccessError: the user does not speak for ``member``
        :raise UserError: the group is by invitation, and ``member`` has none
        """
        self.ensure_one()
        self._check_speaks_for(member)
        membership = self.sudo()._get_membership(member)
        if not membership and self.sudo().visibility == "members":
            raise AccessError(
                self.env._("This group is shown to its members: it has to invite you.")
            )
        if membership.state in ("member", "admin", "requested"):
            return membership
        if membership.state == "invited" or self.sudo().join_policy == "open":
            state = "member"
        elif self.sudo().join_policy == "request":
            state = "requested"
        else:
            raise UserError(
                self.env._(
                    "“%s” is by invitation: ask one of its administrators for one.",
                    self.sudo().name,
                )
            )
        if membership:
            membership.state = state
        else:
            membership = membership.create(
                {"group_id": self.id, "member_id": member.id, "state": state}
            )
        if state == "requested":
            membership._notify_administrators()
        return membership

    def _leave(self, member):
        """``member`` leaves, or takes its request back.

        :raise UserError: it is the last administrator of others
        """
        self.ensure_one()
        self._check_speaks_for(member)
        membership = self.sudo()._get_membership(member)
        membership._check_not_last_administrator()
        membership.unlink()

    def _get_membership(self, member):
        return self.membership_ids.filtered(lambda one: one.member_id.id == member.id)

    def _check_speaks_for(self, member):
        member = self.env["res.partner"].browse(member.id)
        if not (member.sudo().off_is_member and member._off_get_spoken_for()):
            raise AccessError(
                self.env._("You can join and leave for your own member or hub only.")
            )

    def _check_administrator(self):
        """The user speaks for an administrator of each of these groups."""
        if self.env.su or self.env.user.has_group("off_hub_network.group_admin"):
            return
        for group in self:
            admins = group.sudo().membership_ids.filtered(
                lambda one: one.state == "admin"
            )
            if not admins.member_id.with_env(self.env)._off_get_spoken_for():
                raise AccessError(
                    self.env._(
                        "Only an administrator of “%s” can do this.", group.sudo().name
                    )
                )

    def action_join(self):
        for group in self:
            group._join(self._get_own_members()[:1])
        return True

    def action_leave(self):
        for group in self:
            for member in self._get_own_members() & group.sudo().member_ids:
                group._leave(member)
        return True
