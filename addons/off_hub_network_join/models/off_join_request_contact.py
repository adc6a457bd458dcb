from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.sql import escape_psql

from odoo.addons.auth_signup.models.res_partner import SignupError


class OffJoinRequest(models.Model):
    """The person who asked, as the member's contact with a login."""

    _inherit = "off.join.request"

    def _attach_contact(self, member):
        """Give the applicant a login that speaks for ``member``, unless it has one."""
        user = self._find_user()
        person = user.partner_id
        if not user:
            person = self._find_person(member) or self._create_person(member)
            self._create_user(person)
        elif person.commercial_partner_id != member:
            person = self._move_person(user, member) or self._create_person(member)
        self.contact_id = person

    def _find_user(self):
        users = (
            self.env["res.users"]
            .with_context(active_test=False)
            .search(
                Domain("login", "=ilike", escape_psql(self.email))
                | Domain("email_normalized", "=", self.email),
                order="active DESC, id",
                limit=1,
            )
        )
        if users and not users.active:
            raise UserError(
                self.env._(
                    "The login of %s is archived: unarchive it first, or refuse the "
                    "request.",
                    self.email,
                )
            )
        return users

    def _find_person(self, member):
        """A contact of the member that has this address already."""
        return self.env["res.partner"].search(
            [("parent_id", "=", member.id), ("email_normalized", "=", self.email)],
            limit=1,
        )

    def _create_person(self, member):
        return self.env["res.partner"].create(
            {
                "name": self.contact_name,
                "parent_id": member.id,
                "type": "contact",
                "email": self.email,
                "phone": self.phone,
                "lang": self.lang,
            }
        )

    def _create_user(self, person):
        company = self._get_company()
        try:
            users = self.env["res.users"].with_context(no_reset_password=True)
            users._create_user_from_template(
                {
                    "login": self.email,
                    "email": self.email,
                    "partner_id": person.id,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                }
            )
        except SignupError as error:
            raise UserError(
                self.env._(
                    "No login could be made for %(email)s: %(reason)s",
                    email=self.email,
                    reason=error,
                )
            ) from error
        person.signup_prepare()

    def _move_person(self, user, member):
        """Let a customer's login speak for the member too.

        A login that already speaks for another structure, or is staff, stays what it
        is: empty then, and the moderator is told.
        """
        person = user.partner_id
        free = not (person.parent_id or person.is_company or person.off_is_member)
        if not (user.share and free):
            self.message_post(
                body=self.env._(
                    "%(email)s already has a login, for %(structure)s. It got no "
                    "second one: the operator that introduced the member speaks for "
                    "it.",
                    email=self.email,
                    structure=person.commercial_partner_id.display_name,
                )
            )
            return self.env["res.partner"]
        # They go on seeing their customer, who now belongs to the member.
        if missing := person.off_company_ids - member.off_company_ids:
            member.off_company_ids = [Command.link(company.id) for company in missing]
        # "Contact" would replace the home address by the member's.
        person.write(
            {"parent_id": member.id, "type": "other" if person.street else "contact"}
        )
        return person

    # -- for the mails ------------------------------------------------------------
    def _get_password_url(self):
        """Link with which a new contact chooses a password; none for who has one."""
        person = self.contact_id
        if not person.user_ids or any(person.user_ids.mapped("login_date")):
            return False
        if not person.signup_type:
            return False
        return person._get_signup_url_for_action()[person.id]

    def _get_password_days(self):
        hours = self.env["ir.config_parameter"].get_param(
            "auth_signup.signup.validity.hours", 144
        )
        return int(hours) // 24

    def _get_role_codes(self):
        return self.role_ids.mapped("code")
