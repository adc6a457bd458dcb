from odoo import models
from odoo.exceptions import AccessDenied


class ResUsers(models.Model):
    _inherit = "res.users"

    def _off_get_member(self):
        """The member of the network that the user speaks for, with all rights: what is
        done with it must have been asked by this user.

        :return: res.partner, empty for families, visitors and staff of no member
        """
        self.ensure_one()
        if self._is_public():
            return self.env["res.partner"]
        return self.commercial_partner_id.sudo().filtered(
            lambda partner: partner.off_is_member and partner.active
        )

    def _off_may_sign_in_by_mail(self):
        """Whether a link by mail is enough: staff and those who chose a second factor
        ask for more than a mailbox."""
        self.ensure_one()
        return bool(
            self.active and self.share and self._is_portal() and not self._mfa_type()
        )

    def _check_credentials(self, credential, env):
        if credential["type"] != "off_sign_in":
            return super()._check_credentials(credential, env)
        user = self.env.user
        taken = self.env["off.sign.in.request"]._take(credential.get("token"), user)
        if not (taken and user.sudo()._off_may_sign_in_by_mail()):
            raise AccessDenied()
        return {"uid": user.id, "auth_method": "off_sign_in", "mfa": "default"}
