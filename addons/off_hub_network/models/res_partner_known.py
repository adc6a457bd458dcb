from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.operators import get_operator_ids


class ResPartner(models.Model):
    """Of whom the user may know at all: what the rules of access ask.

    The directory shows less than that: staff also knows those with whom its operator
    has to do, whatever these show to others.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "off.known.mixin"]

    off_received_link_ids = fields.One2many(
        "off.network.link", "grantee_id", string="Links received"
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._off_check_parents(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._off_check_parents([vals])
        return super().write(vals)

    def _off_check_parents(self, vals_list):
        """A person takes name and address of its organisation: one of which the user
        may not know is none to be put under."""
        if not self.env.su:
            ids = {vals["parent_id"] for vals in vals_list if vals.get("parent_id")}
            self.browse(ids).check_access("read")

    @api.model
    def _off_get_known_depends(self):
        return [
            *super()._off_get_known_depends(),
            "off_visibility",
            "off_is_member",
            "parent_id",
            "off_keeper_company_id",
            "off_company_ids",
            "off_granted_link_ids.state",
            "off_received_link_ids.state",
        ]

    @api.model
    def _off_get_known_domain_of_rule(self):
        """Members shown to everybody, and those with whom the user has to do; people
        and addresses of members, and customers, with whom it has to do."""
        if self.env.user.has_group("off_hub_network.group_admin"):
            return Domain.TRUE
        outside = Domain("commercial_partner_id.off_is_member", "=", False)
        unserved = Domain("off_company_ids", "=", False)
        return (
            (outside & unserved)
            | Domain("partner_share", "=", False)
            | (
                Domain("off_is_member", "=", True)
                & Domain("off_visibility", "=", "public")
            )
            | self._off_get_own_domain()
            | Domain("commercial_partner_id", "any", self._off_get_met_domain())
        )

    @api.model
    def _off_get_own_domain(self):
        """Partners from whom nothing of this is kept: the user's own member, its
        operator's hubs, those that this introduced or serves, and those that let it
        edit their profile."""
        user = self.env.user
        own = Domain("commercial_partner_id", "=", user.commercial_partner_id.id)
        if user.share:
            return own
        companies = get_operator_ids(self.env)
        return own | Domain(
            "commercial_partner_id",
            "any",
            Domain("off_keeper_company_id", "in", companies)
            | Domain("off_profile_company_ids", "in", companies)
            | Domain("off_company_ids", "in", companies)
            | Domain("off_hub_ids.company_id", "in", companies)
            | Domain("ref_company_ids", "in", companies),
        )

    @api.model
    def _off_get_met_domain(self):
        """Hook: members that the user met: a link was asked for, whatever became of
        it, so that what was ordered meanwhile can still be worked on."""
        own = self._off_get_viewers(self.env.user.partner_id).ids
        administered = Domain("state", "=", "admin") & Domain("member_id", "in", own)
        return (
            Domain("off_granted_link_ids.grantee_id", "in", own)
            | Domain("off_received_link_ids.grantor_id", "in", own)
            # Who asks to join a group is known to those who answer.
            | Domain("off_membership_ids.group_id.membership_ids", "any", administered)
        )

    @api.model
    def _off_get_seller_domain(self):
        """Producers that tell the user their prices and what they have: its own, and
        those that let it order or keep their products."""
        own = self._off_get_viewers(self.env.user.partner_id).ids
        granted = (
            Domain("state", "=", "accepted")
            & Domain("grantee_id", "in", own)
            & (
                Domain("may_order", "=", True)
                | Domain("may_manage_products", "=", True)
            )
        )
        return self._off_get_own_domain() | Domain(
            "off_granted_link_ids", "any", granted
        )
