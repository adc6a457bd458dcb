from odoo import api, fields, models


class OffConsentPurpose(models.Model):
    """What people are asked to agree to. Whoever agrees does so to these words: other
    words, in whatever language, are another version, and who agreed before agreed to
    the former."""

    _name = "off.consent.purpose"
    _description = "Purpose of a Consent"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="By which programs ask for it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    wording = fields.Text(
        required=True, translate=True, help="What the person agrees to, in plain words."
    )
    version = fields.Integer(default=1, readonly=True)
    until_refused = fields.Boolean(
        "Unless refused",
        help="Of use for what was ordered: done as long as the person does not object "
        "(GDPR art. 6(1)(f) and 21). Else only once it agreed.",
    )

    _code_uniq = models.UniqueIndex("(code)", "Another purpose has this code.")

    def write(self, vals):
        if "wording" not in vals or "version" in vals:
            return super().write(vals)
        for purpose in self:
            changed = purpose.wording != vals["wording"]
            new = {"version": purpose.version + 1} if changed else {}
            super(OffConsentPurpose, purpose).write({**vals, **new})
        return True

    @api.model
    def _get_by_code(self, code):
        everything = self.sudo().with_context(active_test=False)
        return everything.search([("code", "=", code)], limit=1)
