from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

# Filled in where the member has nothing; the address only as a whole.
COMPLETED = ("email", "phone", "website", "vat", "company_registry", "lang")
ADDRESS = ("street", "zip", "city", "country_id")


class OffJoinRequest(models.Model):
    """From a request to a member: everything in one transaction, exactly once."""

    _inherit = "off.join.request"

    def action_approve(self):
        self.ensure_one()
        self.check_access("write")
        self._lock_row()
        if self.state == "approved":
            # Pressed twice: the second one finds the work done.
            return self._open_member()
        self._check_state("waiting")
        self._check_may_approve()
        keeper = self._get_keeper_company()
        request = self.sudo().with_company(keeper)
        member = self.env["res.partner"].browse(request._create_member().id)
        request._set_up_company(member.sudo())
        request._attach_contact(member.sudo())
        request._decide("approved", partner_id=member.id)
        request._send("mail_template_welcome")
        return self._open_member()

    def _merge_into(self, member):
        """The applicant is ``member``: complete it and let its contact in."""
        self.ensure_one()
        self.check_access("write")
        self._lock_row()
        if self.state == "merged" and self.partner_id == member:
            return self._open_member()
        self._check_state("waiting")
        request, target = self.sudo(), member.sudo()
        target.write(request._prepare_completed_vals(target))
        keeper = self.env.company
        if keeper.sudo().off_is_operator and not target.off_keeper_company_id:
            target.off_keeper_company_id = keeper
        request._attach_contact(target)
        request._decide("merged", partner_id=member.id)
        request._send("mail_template_welcome")
        return self._open_member()

    def _open_member(self):
        return self.partner_id.get_formview_action()

    # -- who may ------------------------------------------------------------------
    def _check_may_decide(self):
        """An operator that was only asked about its member decides on that alone."""
        company = self.sudo().company_id
        if self._is_admin() or not company or company in self.env.companies:
            return
        raise AccessError(
            self.env._(
                "%(request)s is addressed to %(company)s: only they and the "
                "administrators decide on it.",
                request=self.name,
                company=company.name,
            )
        )

    def _check_may_approve(self):
        self._check_may_decide()
        if self.join_as == "operator" and not self._is_admin():
            raise AccessError(
                self.env._(
                    "Only an administrator of short food chains makes %s an operator.",
                    self.name,
                )
            )
        if self.join_as != "hub":
            return
        operator = self.sudo().operator_id
        if not operator.off_is_operator:
            raise UserError(
                self.env._(
                    "Choose the operator that keeps the books of the hub %s.", self.name
                )
            )
        if not (self._is_admin() or operator in self.env.companies):
            raise AccessError(
                self.env._(
                    "Only %(operator)s or an administrator takes in the hub %(name)s.",
                    operator=operator.name,
                    name=self.name,
                )
            )

    def _is_admin(self):
        return self.env.su or self.env.user.has_group("off_hub_network.group_admin")

    # -- the member ---------------------------------------------------------------
    def _get_keeper_company(self):
        """Who introduces the member: the operator that takes it in."""
        request = self.sudo()
        if request.join_as == "hub":
            return request.operator_id
        return request.company_id or self.env.company

    def _prepare_member_vals(self):
        return {
            "is_company": True,
            "name": self.name,
            **{name: self[name] for name in COMPLETED if self[name]},
            "street": self.street,
            "zip": self.zip,
            "city": self.city,
            "country_id": self.country_id.id,
            "off_role_ids": [Command.set(self.role_ids.ids)],
            "off_story": plaintext2html(self.story) if self.story else False,
            "off_visibility": "public" if self.date_publish_consent else "linked",
        }

    def _create_member(self):
        vals = self._prepare_member_vals()
        return self.env["res.partner"].create(vals)

    def _prepare_completed_vals(self, member):
        vals = self._prepare_member_vals()
        kept = {name: vals[name] for name in COMPLETED if name in vals}
        if self.story:
            kept["off_story"] = vals["off_story"]
        kept = {name: value for name, value in kept.items() if not member[name]}
        if not any(member[name] for name in ("street", "zip", "city")):
            kept.update({name: vals[name] for name in ADDRESS})
        missing = self.role_ids - member.off_role_ids
        if not member.off_is_member:
            kept["off_visibility"] = vals["off_visibility"]
        return kept | {"off_role_ids": [Command.link(role.id) for role in missing]}

    def _set_up_company(self, member):
        operator = self.operator_id
        if self.join_as == "operator":
            operator = member.off_keeper_company_id = self._create_operator(member)
        wants_hub = self.join_as == "hub" or "hub" in self._get_role_codes()
        if self.join_as != "member" and wants_hub:
            vals = {"name": self.name, "partner_id": member.id}
            vals |= {"company_id": operator.id, "model_id": self.hub_model_id.id}
            self.env["off.hub"].create(vals)

    def _create_operator(self, member):
        """A company with books of its own, on the member's partner.

        Odoo would install the country's accounting here, and commit: the context keeps
        it from doing so; ``_off_setup_operator`` says when it is missing.
        """
        Company = self.env["res.company"]
        made = Company.with_context(chart_template_load=True).create(
            {
                "name": self.name,
                "partner_id": member.id,
                "off_vat_exempt": self.hub_model_id.vat_exempt,
            }
        )
        company = Company.browse(made.id)
        company._off_setup_operator()
        return company

    def _decide(self, state, **vals):
        self.write(
            {
                "state": state,
                "date_decided": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
                **vals,
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
