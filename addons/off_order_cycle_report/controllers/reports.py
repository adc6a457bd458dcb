import json
import os

from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from odoo.addons.off_hub_network.tools.typed import read_id

from ..models.off_cycle_report_files import MIME

BUFFER = 1 << 16


class Reports(http.Controller):
    """Files of reports that are short enough to be waited for."""

    @http.route(
        "/off/reports/<string:code>.<any(xlsx,pdf):extension>",
        auth="user",
        methods=["GET"],
    )
    def download(self, code, extension, filters="{}", cids="", **kw):
        """
        :param filters: JSON, see ``engine.filters``
        :param cids: ids of the operators that count, as ``1-2``; all of the user's
            where it is empty
        """
        reports = request.env["off.cycle.report"].with_context(
            allowed_company_ids=self._get_companies(cids)
        )
        try:
            report = reports._get_report(code)
            read = reports._read_filters(json.loads(filters))
            if reports._is_long(report, read):
                raise UserError(
                    reports.env._(
                        "This report is long: ask for it on its screen, it is made in "
                        "the background and kept under “My reports”."
                    )
                )
            path = reports._write_file(report, read, extension)
        except AccessError as error:
            raise Forbidden(error.args[0]) from None
        except (UserError, ValueError) as error:
            raise BadRequest(str(error.args[0])) from None
        return self._send(path, reports._get_file_name(report, read, extension))

    def _get_companies(self, cids):
        own = request.env.user.company_ids.ids
        asked = [read_id(one) for one in cids.split("-")] if cids else []
        return [one for one in asked if one in own] or own

    def _send(self, path, name):
        """The file goes from the disk to the browser, and is gone when it is sent."""
        file = open(path, "rb")  # the response closes it
        os.unlink(path)
        headers = [
            ("Content-Type", MIME[name.rpartition(".")[2]]),
            ("Content-Length", str(os.fstat(file.fileno()).st_size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "private, no-store"),
        ]
        body = wrap_file(request.httprequest.environ, file, BUFFER)
        return http.Response(body, headers=headers, direct_passthrough=True)
