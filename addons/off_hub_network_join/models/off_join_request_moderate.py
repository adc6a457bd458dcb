from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OffJoinRequest(models.Model):
    """Who is called to decide, who is asked, and the answer no."""

    _inherit = "off.join.request"

    def _get_moderators(self, company=None):
        """Coordinators of ``company``, or the administrators where there are none."""
        if company and (users := self._search_users("group_coordinator", company)):
            return users
        return self._search_users("group_admin")

    def _search_users(self, group, company=None):
        group = self.env.ref(f"off_hub_network.{group}")
        domain = Domain("all_group_ids", "in", group.ids) & Domain("share", "=", False)
        if company:
            domain &= Domain("company_ids", "in", company.ids)
        return self.env["res.users"].sudo().search(domain)

    def _call_moderators(self):
        users = self._get_moderators(self.company_id)
        self._call_users(users, "new")

    def _call_users(self, users, what):
        """One activity each, in each one's language; the first to decide clears all."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        vals_list = [
            {
                "activity_type_id": todo.id,
                "automated": True,
                "date_deadline": fields.Date.context_today(self),
                "res_id": self.id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "summary": self.with_context(lang=user.lang)._get_summary(what),
                "user_id": user.id,
            }
            for user in users
        ]
        self.env["mail.activity"].sudo().create(vals_list)

    def _get_summary(self, what):
        if what == "new":
            return self.env._("%s asks to join", self.name)
        return self.env._("%s asks to join: is it your member?", self.name)

    # -- asking the keeper ----------------------------------------------------------
    def _ask_keeper(self, member):
        """Call those who answer for ``member``: the operator that introduced it, or
        the administrators once it has a login of its own."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("waiting")
        keeper = member.sudo().off_keeper_company_id
        if keeper and not member.sudo().user_ids | member.sudo().child_ids.user_ids:
            users = self._get_moderators(keeper)
            self.sudo().asked_company_id = keeper
        else:
            users = self._get_moderators()
        self.sudo()._call_users(users, "ask")
        self.message_post(
            body=self.env._(
                "Asked whether this is %(member)s: %(people)s",
                member=member.display_name,
                people=", ".join(users.mapped("name")),
            )
        )

    # -- refusing -------------------------------------------------------------------
    def action_refuse(self):
        self.ensure_one()
        self._check_state("waiting")
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse %s", self.name),
            "res_model": "off.join.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_id": self.id},
        }

    def _refuse(self, reason):
        self.ensure_one()
        self.check_access("write")
        self._lock_row()
        self._check_state("waiting")
        self._check_may_decide()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why %s is refused: the reason is mailed.", self.name)
            )
        request = self.sudo()
        request._decide("refused", refusal_reason=reason.strip())
        request._send("mail_template_refusal")
