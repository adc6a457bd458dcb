from odoo import api, fields, models
from odoo.exceptions import AccessError


class OffJoinMatch(models.Model):
    """A member or company that the applicant may already be."""

    _name = "off.join.match"
    _description = "Possible Duplicate of a Request to Join"
    _inherit = ["off.kept.mixin"]
    _order = "same_registry desc, same_email desc, id"
    _rec_name = "partner_id"

    request_id = fields.Many2one(
        "off.join.request", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="cascade"
    )
    same_registry = fields.Boolean("Same SIRET or company number")
    same_email = fields.Boolean("Same e-mail")
    same_name = fields.Boolean("Same name and place")
    reasons = fields.Char("Because of", compute="_compute_reasons")
    city = fields.Char(related="partner_id.city")
    role_ids = fields.Many2many(related="partner_id.off_role_ids")
    keeper_company_id = fields.Many2one(related="partner_id.off_keeper_company_id")
    may_merge = fields.Boolean(compute="_compute_may_merge")

    _pair_uniq = models.UniqueIndex("(request_id, partner_id)")

    @api.depends(lambda self: self._get_reason_fields())
    def _compute_reasons(self):
        labels = self.fields_get(self._get_reason_fields(), ["string"])
        for match in self:
            match.reasons = ", ".join(
                label["string"] for name, label in labels.items() if match[name]
            )

    @api.model
    def _get_reason_fields(self):
        return ["same_registry", "same_email", "same_name"]

    @api.depends("partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_merge(self):
        mine = self.partner_id._off_get_joinable()
        for match in self:
            match.may_merge = match.partner_id in mine

    def action_open(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def action_merge(self):
        """This applicant is that member: complete it and let its contact in."""
        self.ensure_one()
        # The first press gave the member a login: the second one finds that done.
        if not self.may_merge and self.request_id.state != "merged":
            raise AccessError(
                self.env._(
                    "%s is not yours to change: ask those who keep it.",
                    self.partner_id.display_name,
                )
            )
        return self.request_id._merge_into(self.partner_id)

    def action_ask_keeper(self):
        """Let those who may change the member decide."""
        self.ensure_one()
        self.request_id._ask_keeper(self.partner_id)
