from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.off_member_photo import MAX_PHOTOS
from ..tools.files import MAX_MEGABYTES
from .light import LightPages

PATH = "/my/network/photos"


class PhotosPage(LightPages, http.Controller):
    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def photos(self, done=None, **kw):
        self._get_member()
        return self._show(notice=request.env._("Saved.") if done else None)

    @http.route(
        f"{PATH}/add", auth="user", website=True, methods=["GET", "POST"], sitemap=False
    )
    def add_photos(self, **post):
        self._get_member()
        uploads = [f for f in request.httprequest.files.getlist("photos") if f.filename]
        if request.httprequest.method == "GET" or not uploads:
            return self._go(PATH)
        try:
            with request.env.cr.savepoint():
                request.env["off.member.photo"]._off_add_own(uploads)
        except UserError as error:
            return self._show(error=error.args[0])
        return self._go(PATH, done=1)

    @http.route(
        f"{PATH}/<int:photo_id>/change",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def change_photo(self, photo_id, step="", name="", **post):
        self._get_member()
        if request.httprequest.method == "GET":
            return self._go(PATH)
        photo = request.env["off.member.photo"]._off_get_own(photo_id)
        if step == "delete":
            photo.unlink()
        elif step in ("earlier", "later"):
            photo.with_env(request.env)._off_move(-1 if step == "earlier" else 1)
        else:
            photo.name = name.strip()[:128]
        return self._go(PATH, done=1)

    @http.route(f"{PATH}/<int:photo_id>.jpg", auth="user", readonly=True, sitemap=False)
    def photo(self, photo_id):
        self._get_member()
        photo = request.env["off.member.photo"]._off_get_own(photo_id)
        return (
            request.env["ir.binary"]
            ._get_image_stream_from(photo, "image_512")
            .get_response()
        )

    def _show(self, **values):
        return self._render(
            "off_hub_network_portal.photos",
            {
                "page": "profile",
                "photos": request.env["off.member.photo"]._off_get_own(),
                "max_photos": MAX_PHOTOS,
                "max_size": MAX_MEGABYTES,
                **values,
            },
        )
