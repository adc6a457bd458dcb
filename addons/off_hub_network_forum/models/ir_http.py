from werkzeug.exceptions import NotFound

from odoo import models
from odoo.http import request

GROUPS = {
    "forum.forum": "off_group_id",
    "forum.post": "forum_id.off_group_id",
    "forum.tag": "forum_id.off_group_id",
}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override: the forum of a group is not there for who may not read it. Odoo
        says "forbidden" to who is logged in, which tells that there is one."""
        for record in args.values():
            if isinstance(record, models.BaseModel) and record._name in GROUPS:
                record = record.with_env(request.env).exists()
                in_group = record.sudo().mapped(GROUPS[record._name])
                if in_group and not record.has_access("read"):
                    raise NotFound()
        return super()._pre_dispatch(rule, args)
