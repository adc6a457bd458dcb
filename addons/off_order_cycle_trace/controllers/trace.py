import os

from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from odoo.addons.off_hub_network.tools.typed import read_id

BUFFER = 1 << 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ID = 2**31


class Trace(http.Controller):
    """A trace as a file."""

    @http.route(
        "/off/trace/<string:kind>/<int:record_id>.<any(xlsx,pdf):extension>",
        auth="user",
        methods=["GET"],
    )
    def download(
        self, kind, record_id, extension, date_from="", date_to="", cids="", **kw
    ):
        """
        :param date_from, date_to: days, of a customer
        :param cids: ids of the operators that count, as ``1-2``; all of the user's
            where it is empty
        """
        trace = request.env["off.trace"].with_context(
            allowed_company_ids=self._get_companies(cids)
        )
        options = {"date_from": date_from, "date_to": date_to}
        try:
            if record_id >= MAX_ID:
                raise UserError(trace.env._("There is nothing of this kind to trace."))
            record = trace._get_subject(kind, record_id)
            name = f"{trace._get_title(record)}.{extension}"
            if extension == "xlsx":
                return self._send(trace._write_xlsx(kind, record_id, options), name)
            content = trace._render_pdf(kind, record_id, options)
        except AccessError as error:
            raise Forbidden(error.args[0]) from None
        except (UserError, ValueError) as error:
            raise BadRequest(str(error.args[0])) from None
        return self._answer(content, "application/pdf", len(content), name)

    def _get_companies(self, cids):
        own = request.env.user.company_ids.ids
        asked = [read_id(one) for one in cids.split("-")] if cids else []
        return [one for one in asked if one in own] or own

    def _send(self, path, name):
        """The file goes from the disk to the browser, and is gone when it is sent."""
        file = open(path, "rb")  # the response closes it
        os.unlink(path)
        size = os.fstat(file.fileno()).st_size
        body = wrap_file(request.httprequest.environ, file, BUFFER)
        return self._answer(body, XLSX, size, name, direct_passthrough=True)

    def _answer(self, body, kind, size, name, **kw):
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "private, no-store"),
        ]
        return http.Response(body, headers=headers, **kw)
