from urllib.parse import quote as url_quote

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_hub_network_portal.controllers.light import LightPages

from ..models.off_purchase_answer import KINDS

PATH = "/my/supply/<int:order_id>"
REPORTS = {
    "note": "off_order_cycle_portal.report_delivery_note",
    "labels": "off_order_cycle_portal.report_crate_labels",
}
OPEN = {"auth": "public", "website": True, "sitemap": False}


class SupplyPage(LightPages, http.Controller):
    """What is ordered of a producer, and its answer: by the link of its mail, by its
    login, or by the hub in its name.

    To look at it changes nothing: scanners of mail follow links.
    """

    @http.route(PATH, methods=["GET"], **OPEN)
    def supply(self, order_id, token="", answer="", done=None, **kw):
        visit = self._open(order_id, token)
        if not visit or visit.is_old:
            return self._refuse(visit, order_id, token)
        return self._show(visit, token, answer, done=done)

    @http.route(PATH, methods=["POST"], **OPEN)
    def answer(self, order_id, token="", answer="", seen="", **post):
        visit = self._open(order_id, token)
        if not visit or visit.is_old:
            return self._refuse(visit, order_id, token)
        order = visit.order
        said, errors = order._off_read_form({**post, "answer": answer})
        if not errors and (read_id(seen) or 0) != order.off_answer_id.id:
            errors.append(
                request.env._(
                    "This was answered meanwhile, as you see below. Send your answer "
                    "again to put it in its place."
                )
            )
        if not errors:
            try:
                order._off_answer(said, visit.partner, visit.channel)
            except UserError as error:
                errors.append(error.args[0])
        if errors:
            return self._show(visit, token, answer, errors=errors, typed=post)
        return self._go(order._off_get_page_path(), token=token, done=1)

    @http.route(f"{PATH}/link", methods=["POST"], **OPEN)
    def fresh_link(self, order_id, token="", **post):
        """Another link, to the addresses that are known: never to one that is typed."""
        visit = request.env["purchase.order"]._off_open_link(order_id, token)
        if not visit:
            return self._refuse(None, order_id, token)
        self._speak(visit)
        visit.order._off_send_fresh_link()
        return self._render_private(
            "off_order_cycle_portal.supply_old", {"is_sent": True}
        )

    @http.route([f"{PATH}/note", f"{PATH}/labels"], methods=["GET"], **OPEN)
    def paper(self, order_id, token="", **kw):
        """Delivery note or labels, as a page that prints as it is."""
        visit = self._open(order_id, token)
        if not visit or visit.is_old:
            return self._refuse(visit, order_id, token)
        path = request.httprequest.path
        query = f"?token={url_quote(token)}" if token else ""
        return self._render_private(
            "off_order_cycle_portal.paper",
            {
                "order": visit.order,
                "paper": path.rpartition("/")[2],
                "pdf": self._makes_pdfs() and f"{path}.pdf{query}",
            },
        )

    @http.route([f"{PATH}/note.pdf", f"{PATH}/labels.pdf"], methods=["GET"], **OPEN)
    def paper_pdf(self, order_id, token="", **kw):
        """The same as PDF, or as a page where nothing here makes PDFs."""
        visit = self._open(order_id, token)
        if not visit or visit.is_old:
            return self._refuse(visit, order_id, token)
        paper = request.httprequest.path.rpartition("/")[2].removesuffix(".pdf")
        if not self._makes_pdfs():
            path = f"{visit.order._off_get_page_path()}/{paper}"
            return self._go(path, token=token)
        order = visit.order
        content, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            .with_company(order.company_id)
            ._render_qweb_pdf(REPORTS[paper], order.ids)
        )
        name = f"{order.name}-{paper}.pdf".replace("/", "-")
        response = request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
            ],
        )
        self._keep_private(response)
        return response

    @http.route("/off/dock/<int:order_id>", auth="user", methods=["GET"])
    def dock(self, order_id, **kw):
        """The receipt of a crate whose code was scanned, for who receives goods."""
        user = request.env.user
        order = request.env["purchase.order"].with_context(
            allowed_company_ids=user.company_ids.ids
        )
        order = order.browse(order_id).exists()._filtered_access("read")
        if not user._is_internal() or not order:
            raise NotFound()
        receipts = order.picking_ids.filtered(lambda one: one.state != "cancel")
        found = receipts.sorted(lambda one: (one.state == "done", one.id))[:1] or order
        return request.redirect(f"/odoo/{found._name}/{found.id}")

    # -- helpers -----------------------------------------------------------------------
    def _open(self, order_id, token):
        """:return: Visit, None for who may not; the page then speaks as its reader"""
        Order = request.env["purchase.order"]
        visit = Order._off_open_link(order_id, token) if token else None
        if not visit or visit.is_old:
            visit = Order._off_open_page(order_id) or visit
        return visit and self._speak(visit)

    def _speak(self, visit):
        """Use the reader's language where it came by its mail."""
        if visit.channel == "link":
            producer = visit.order.partner_id
            lang = visit.partner.lang or producer.lang
            if lang in dict(request.env["res.lang"].get_installed()):
                request.update_context(lang=lang)
        return visit._replace(
            order=visit.order.with_context(lang=request.env.lang),
            partner=visit.partner.with_context(lang=request.env.lang),
        )

    def _refuse(self, visit, order_id, token):
        """The link has ended, is false, or who came may not see the order."""
        if not visit and not request.env.user._is_public():
            raise NotFound()
        return self._render_private(
            "off_order_cycle_portal.supply_old",
            {"is_sent": False, "old": visit, "token": token, "number": order_id},
            status=403,
        )

    def _makes_pdfs(self):
        state = request.env["ir.actions.report"].sudo().get_wkhtmltopdf_state()
        return state in ("ok", "upgrade")

    def _show(self, visit, token, answer, errors=(), typed=None, done=None):
        order = visit.order
        why_not = order._off_why_not()
        return self._render_private(
            "off_order_cycle_portal.supply",
            {
                "page": "orders",
                "error": "\n".join(errors),
                "notice": done and request.env._("Thank you, your answer is noted."),
                "visit": visit,
                "order": order,
                "token": token,
                "why_not": why_not,
                "asking": answer if answer in dict(KINDS) and not why_not else "",
                "typed": typed or {},
                **order._off_prepare_page(),
            },
        )
