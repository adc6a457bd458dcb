import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import ofn
from .enterprise_rows import EnterpriseRows


class OffEnterpriseExport(models.TransientModel):
    """Export of members as Open Food Network's enterprises.

    Members that the operator may edit are told in full, others as they show themselves
    to it: who hides its e-mail has an empty cell, which an import leaves.
    """

    _name = "off.enterprise.export"
    _description = "Export Enterprises"

    member_ids = fields.Many2many(
        "res.partner",
        string="Members",
        domain="[('off_role_ids', 'in', role_ids)]",
        default=lambda self: self._default_member_ids(),
        help="Leave empty for all members that are shown to you.",
    )
    role_ids = fields.Many2many(
        "off.member.role", compute="_compute_role_ids", string="Roles"
    )
    state = fields.Selection(
        [("choose", "Members"), ("done", "Done")], default="choose", required=True
    )
    data = fields.Binary("File", attachment=False, readonly=True)
    filename = fields.Char(readonly=True)
    member_count = fields.Integer("Enterprises", readonly=True)

    @api.model
    def _default_member_ids(self):
        context = self.env.context
        if context.get("active_model") != "res.partner":
            return False
        chosen = self.env["res.partner"].browse(context.get("active_ids", ()))
        return chosen & self._get_shown()

    def _compute_role_ids(self):
        self.role_ids = self._get_roles()

    @api.model
    def _get_roles(self):
        """Roles that Open Food Network's enterprises have."""
        return self.env.ref("off_hub_network.role_producer") | self.env.ref(
            "off_hub_network.role_hub"
        )

    @api.model
    def _get_shown(self):
        """Producers and hubs shown to the user, and those that it may edit."""
        Partner = self.env["res.partner"]
        domain = fields.Domain("off_role_ids", "in", self._get_roles().ids)
        shown = Partner.sudo().search(
            domain & Partner._off_get_shown_domain(self.env.user.partner_id)
        )
        return shown.sudo(False) | Partner.search(domain)._filtered_access("write")

    def action_export(self):
        """Write the file.

        :raise AccessError: names the members that are not shown to the user, as far as
            it may know of them
        """
        self.ensure_one()
        shown = self._get_shown()
        if refused := self.member_ids - shown:
            raise AccessError(
                self.env._(
                    "These members are not shown to you: %s.",
                    ", ".join(refused._filtered_access("read").mapped("name"))
                    or ", ".join(map(str, refused.ids)),
                )
            )
        members = (self.member_ids or shown).sorted(lambda p: (p.name or "", p.id))
        if not members:
            raise UserError(self.env._("There is no producer or hub to export yet."))
        self.write(
            {
                "state": "done",
                "data": base64.b64encode(
                    ofn.write_enterprises(self._get_rows(members))
                ),
                "filename": self.env._(
                    "enterprises %s.csv", fields.Date.context_today(self)
                ),
                "member_count": len(members),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_rows(self, members):
        contacts = members.sudo()._off_get_shown_contacts(self.env.user.partner_id)
        own = members._filtered_access("write")
        told = EnterpriseRows(self.env)
        return [
            told.tell(
                member,
                member._off_get_contacts()
                if member in own
                else contacts[member.sudo()],
            )
            for member in members
        ]
