from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .network import get_viewer

SIZES = (128, 256, 512, 1024)
DAY = 24 * 3600


class NetworkImage(http.Controller):
    @http.route(
        "/network/image/<string:kind>/<int:record_id>/<int:size>",
        auth="public",
        website=True,
        multilang=False,
        readonly=True,
        sitemap=False,
    )
    def network_image(self, kind, record_id, size, **_args):
        """An image of a member, as long as that member is shown.

        :param kind: ``member``, ``photo`` of a member, ``product`` or ``label``
        :param size: the longest side in pixels, one of SIZES
        """
        find = getattr(self, f"_find_{kind}_image", None)
        if not find or size not in SIZES:
            raise NotFound()
        field = f"image_{size}"
        record, is_public = find(record_id)
        if not record:
            raise NotFound()
        if field not in record._fields:
            field = "image"
        if not record[field]:
            raise NotFound()
        stream = request.env["ir.binary"]._get_image_stream_from(record, field)
        response = stream.get_response(max_age=DAY)
        cache = "public" if is_public else "private"
        response.headers["Cache-Control"] = f"{cache}, max-age={DAY}"
        return response

    # -- each returns (record or nothing, whether everybody may see it) ----------------
    def _find_member_image(self, record_id):
        return self._find("res.partner", record_id, "id")

    def _find_photo_image(self, record_id):
        return self._find("off.member.photo", record_id, "partner_id")

    def _find_product_image(self, record_id):
        return self._find("product.template", record_id, "off_producer_id")

    def _find_label_image(self, record_id):
        return request.env["off.label"].sudo().browse(record_id).exists(), True

    def _find(self, model, record_id, member_field):
        Partner = request.env["res.partner"].sudo()
        Model = request.env[model].sudo()
        for viewer in (None, get_viewer()):
            shown = Partner._search(Partner._off_get_shown_domain(viewer))
            record = Model.search(
                Domain("id", "=", record_id) & Domain(member_field, "in", shown)
            )
            if record:
                return record, viewer is None
        return None, False
