from odoo import models


class OffKeptMixin(models.AbstractModel):
    """Records that cannot be given to somebody else.

    Odoo asks whether one may write a record before it is written, not after: who may
    write a record of its own could move it to another hub, member or operator, and so
    add to, or hide, what it may not write. Here the right to write has to hold for what
    the record has become.
    """

    _name = "off.kept.mixin"
    _description = "Records That Stay With Their Owner"

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and any(
            name in self._fields and self._fields[name].relational for name in vals
        ):
            self.check_access("write")
        return result
