from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

REPORT = "account.account_invoices"


class AccountOfSales(http.Controller):
    """What was sold in the name of the producer who is logged in, as on paper. It is
    read with sudo, and only by that producer."""

    @http.route("/my/accounts-of-sales/<int:move_id>", auth="user", methods=["GET"])
    def account_of_sales(self, move_id, **kw):
        """As PDF, or as a page where nothing here makes PDFs."""
        move = self._find(move_id)
        reports = request.env["ir.actions.report"].sudo()
        reports = reports.with_company(move.company_id)
        if reports.get_wkhtmltopdf_state() in ("ok", "upgrade"):
            content, kind = reports._render_qweb_pdf(REPORT, move.ids)
        else:
            content, kind = reports._render_qweb_html(REPORT, move.ids)
        headers = [("Cache-Control", "no-store")]
        if kind == "pdf":
            name = f"{move.name}.pdf".replace("/", "-")
            headers += [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
            ]
        return request.make_response(content, headers)

    def _find(self, move_id):
        move = request.env["account.move"].sudo().browse(move_id).exists()
        reader = request.env.user.partner_id.sudo().commercial_partner_id
        if (
            move.state != "posted"
            or not move._off_is_account_of_sales()
            or move.commercial_partner_id != reader
        ):
            raise NotFound
        return move
