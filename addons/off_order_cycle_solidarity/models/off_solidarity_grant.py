from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffSolidarityGrant(models.Model):
    """A level that a household has. Who granted it and until when, and nothing else:
    no reason, no history. What is over is deleted."""

    _name = "off.solidarity.grant"
    _description = "Solidarity Grant"
    _inherit = ["off.kept.mixin"]
    _order = "hub_id, partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Household", required=True, ondelete="cascade", index=True
    )
    level_id = fields.Many2one(
        "off.solidarity.level", required=True, ondelete="cascade", index=True
    )
    hub_id = fields.Many2one(related="level_id.hub_id", store=True)
    company_id = fields.Many2one(related="level_id.company_id", store=True)
    grantor_id = fields.Many2one(
        "res.users",
        "Granted by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    date_end = fields.Date("Until", required=True, help="The last day.")

    _partner_uniq = models.UniqueIndex(
        "(hub_id, partner_id)", "This household has a level of this hub already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._sign(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._sign(vals))

    @api.constrains("date_end")
    def _check_date_end(self):
        today = fields.Date.context_today(self)
        if any(grant.date_end < today for grant in self):
            raise ValidationError(
                self.env._("A level that ends in the past is no use: set a later day.")
            )

    def _sign(self, vals):
        """Whoever grants or prolongs is the one who granted."""
        if self.env.su and "grantor_id" in vals:
            return vals
        return {**vals, "grantor_id": self.env.uid}

    @api.autovacuum
    def _gc_over(self):
        """Nobody needs to know who was granted what in the past."""
        self.sudo().search([("date_end", "<", fields.Date.today())]).unlink()

    @api.model
    def _get_levels(self, pairs):
        """Levels that are granted today.

        :param pairs: list of (off.hub, res.partner)
        :return: ``{(hub, commercial partner): off.solidarity.level}``
        """
        today = fields.Date.context_today(self)
        grants = self.sudo().search(
            [
                ("hub_id", "in", [hub.id for hub, _partner in pairs]),
                (
                    "partner_id.commercial_partner_id",
                    "in",
                    [partner.commercial_partner_id.id for _hub, partner in pairs],
                ),
                ("date_end", ">=", today),
                ("level_id.active", "=", True),
            ]
        )
        return {
            (grant.hub_id, grant.partner_id.commercial_partner_id): grant.level_id
            for grant in grants
        }
