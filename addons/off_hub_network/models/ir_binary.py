from odoo import models
from odoo.exceptions import AccessError


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _find_record(
        self,
        xmlid=None,
        res_model="ir.attachment",
        res_id=None,
        access_token=None,
        field=None,
    ):
        """Override: a file that is kept back has no address either."""
        record = super()._find_record(xmlid, res_model, res_id, access_token, field)
        if (
            not record.env.su
            and isinstance(record, self.pool["off.private.mixin"])
            and record._off_get_unknown([field])
        ):
            raise AccessError(self.env._("This file is not shown to you."))
        return record
