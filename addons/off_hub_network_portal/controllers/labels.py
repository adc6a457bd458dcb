from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.http import Stream, request

from odoo.addons.off_hub_network.tools.typed import read_id

from .light import LightPages

PATH = "/my/network/labels"


class LabelsPage(LightPages, http.Controller):
    """Certificates of a member: what holds, what ends, and the next one."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def labels(self, done=None, **kw):
        member = self._get_member()
        return self._render(
            "off_hub_network_portal.labels",
            {
                "page": "labels",
                "notice": request.env._("Saved.") if done else None,
                "certificates": request.env["off.certificate"]._off_get_own(),
                "expiring": member._off_get_expiring_certificates(),
            },
        )

    @http.route(
        [f"{PATH}/new", f"{PATH}/<int:certificate_id>"],
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def certificate(self, certificate_id=None, renew="", **post):
        self._get_member()
        is_new = certificate_id is None
        certificate_id = read_id(certificate_id)
        Certificate = request.env["off.certificate"]
        own = None if is_new else Certificate._off_get_own(certificate_id)
        if request.httprequest.method == "GET":
            return self._show(own, self._get_values(own, renew))
        proof = request.httprequest.files.get("proof") or None
        try:
            with request.env.cr.savepoint():
                Certificate._off_save_own(post, proof, certificate_id)
        except UserError as error:
            if isinstance(error, AccessError):
                raise
            return self._show(own, post, error.args[0])
        return self._go(PATH, done=1)

    @http.route(
        f"{PATH}/<int:certificate_id>/proof", auth="user", readonly=True, sitemap=False
    )
    def proof(self, certificate_id):
        self._get_member()
        own = request.env["off.certificate"]._off_get_own(certificate_id)
        if not own.proof:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(
            own, "proof", filename=own.proof_name
        )
        return self._send(stream)

    def _send(self, stream: Stream):
        # Never shown by the browser as a page of this site.
        return stream.get_response(as_attachment=True)

    def _get_values(self, own, renew):
        if own:
            return {
                "label_id": own.label_id.id,
                "certifier": own.certifier or "",
                "number": own.number or "",
                "date_start": fields.Date.to_string(own.date_start),
                "date_end": fields.Date.to_string(own.date_end),
            }
        if former_id := read_id(renew):
            former = request.env["off.certificate"]._off_get_own(former_id)
            return former._off_prepare_renewal()
        return {}

    def _show(self, own, values, error=None):
        return self._render(
            "off_hub_network_portal.certificate",
            {
                "page": "labels",
                "error": error,
                "own": own,
                "values": values,
                "labels": request.env["off.label"].search([]),
            },
        )
