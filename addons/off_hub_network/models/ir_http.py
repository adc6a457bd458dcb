from werkzeug.exceptions import NotFound, abort

from odoo import models
from odoo.http import request

from ..tools.typed import drop_nul


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        """Override: nothing lies at an address with NUL. The plain page, since Odoo
        would look in the database for another one of this address."""
        if "\0" in path_info:
            abort(NotFound().get_response())
        return super()._match(path_info)

    @classmethod
    def _dispatch(cls, endpoint):
        """Override: what is typed reaches controllers without NUL."""
        request.params = drop_nul(request.params)
        return super()._dispatch(endpoint)
