from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_hub_network_portal.controllers.light import LightPages

from ..matching import FACES
from .notice_form import NoticeForm

PATH = "/my/network/matching"


class MatchingPages(LightPages, http.Controller):
    """What a member looks for and can supply, and who suits."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def matching(self, done=None, **_args):
        self._get_member()
        return self._show(done=done)

    @http.route(
        f"{PATH}/add",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def add(self, **post):
        member = self._get_member()
        if request.httprequest.method == "GET":
            return self._go(PATH)
        form = NoticeForm(request.env)
        labels = request.httprequest.form.getlist("label")
        try:
            with request.env.cr.savepoint():
                vals = form.parse(post, labels)
                notice = request.env["off.network.notice"].create(
                    {**vals, "member_id": member.id}
                )
                notice.flush_recordset()
        except (UserError, AccessError, ValidationError) as error:
            return self._show(error=error.args[0], typed={**post, "labels": labels})
        return self._go(f"{PATH}/{notice.id}")

    @http.route(
        f"{PATH}/<int:notice_id>",
        auth="user",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def notice(self, notice_id, done=None, **_args):
        return self._show_notice(self._get_notice(notice_id), done=done)

    @http.route(
        f"{PATH}/<int:notice_id>/state",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def state(self, notice_id, answer="", **_args):
        notice = self._get_notice(notice_id)
        if request.httprequest.method == "POST" and answer in ("open", "closed"):
            notice.state = answer
        return self._go(PATH, done=answer)

    @http.route(
        f"{PATH}/<int:notice_id>/propose",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def propose(self, notice_id, partner_id="", message="", **_args):
        notice = self._get_notice(notice_id)
        path = f"{PATH}/{notice.id}"
        if request.httprequest.method == "GET":
            return self._go(path)
        partner = request.env["res.partner"].browse(read_id(partner_id))
        try:
            with request.env.cr.savepoint():
                notice._propose_link(partner, message.strip()[:2000])
        except (UserError, AccessError) as error:
            return self._show_notice(notice, error=error.args[0])
        return self._go(path, done="propose")

    @http.route(
        f"{PATH}/mail",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def mail(self, wanted="", **_args):
        member = self._get_member()
        if request.httprequest.method == "POST":
            member.off_match_digest = bool(wanted)
        return self._go(PATH, done="mail")

    def _get_own(self):
        return request.env["off.network.notice"].search(
            [("member_id", "=", self._get_member().id)]
        )

    def _get_notice(self, notice_id):
        notice = self._get_own().filtered(lambda one: one.id == notice_id)
        if not notice:
            raise NotFound()
        return notice

    def _show(self, error=None, typed=None, done=None):
        env = request.env
        notices = self._get_own().sudo()
        return self._render(
            "off_hub_network_matching.portal_matching",
            {
                "page": "matching",
                "error": error,
                "notice": {
                    "open": env._("It is open again."),
                    "closed": env._("It is closed: nobody finds it any more."),
                    "mail": env._("What you get by mail is saved."),
                }.get(done),
                "open_notices": notices.filtered(lambda one: one.state == "open"),
                "closed_notices": notices.filtered(lambda one: one.state == "closed"),
                **NoticeForm(env).get_choices(),
                "typed": typed or {},
            },
        )

    def _show_notice(self, notice, error=None, done=None):
        engine = request.env["off.matching"]
        titles = {
            "producer": request.env._("Producers"),
            "hub": request.env._("Hubs"),
            "buyer": request.env._("Buyers"),
        }
        faces = [
            (titles[face], engine._find(notice, face))
            for face, (kind, _roles) in FACES.items()
            if kind in ("both", notice.kind)
        ]
        return self._render(
            "off_hub_network_matching.portal_notice",
            {
                "page": "matching",
                "error": error,
                "notice": request.env._("Your proposal is sent.")
                if done == "propose"
                else None,
                "own": notice.sudo(),
                "faces": faces,
                "message": notice._get_proposal(),
            },
        )
