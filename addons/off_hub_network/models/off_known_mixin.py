from odoo import api, fields, models
from odoo.fields import Domain


class OffKnownMixin(models.AbstractModel):
    """Records of which not everybody may know, by conditions that a rule of access can
    not write down: its domain asks for ``off_is_known``."""

    _name = "off.known.mixin"
    _description = "Records That Are Not for Everybody"

    off_is_known = fields.Boolean(
        "Known to me", compute="_compute_off_is_known", search="_search_off_is_known"
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends(lambda self: self._off_get_known_depends())
    def _compute_off_is_known(self):
        domain = self._off_get_known_domain_of_rule() & Domain("id", "in", self.ids)
        # The rules themselves ask for this: they are not asked again.
        everything = self.sudo().with_context(active_test=False)
        known = set(everything._search(domain, order="id"))
        for record in self:
            record.off_is_known = not record.ids or record.ids[0] in known

    def _search_off_is_known(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._off_get_known_domain_of_rule()

    @api.model
    def _off_get_known_domain_of_rule(self):
        """Hook: Domain of the records of which the user may know, applied with sudo."""
        raise NotImplementedError

    @api.model
    def _off_get_known_depends(self):
        """Hook: names of the fields by which it may change."""
        return []
