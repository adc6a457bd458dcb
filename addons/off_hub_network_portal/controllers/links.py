from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.off_hub_network.models.off_network_link import PERMISSIONS
from odoo.addons.off_hub_network.tools.typed import read_id

from .light import LightPages

PATH = "/my/network/links"
ANSWERS = ("accept", "refuse", "revoke", "permissions")


class LinksPage(LightPages, http.Controller):
    """Whom a member lets do what with its products."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def links(self, search="", done=None, **kw):
        self._get_member()
        return self._show(search, done=done)

    @http.route(
        f"{PATH}/<int:link_id>/answer",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def answer(self, link_id, answer="", **post):
        self._get_member()
        if request.httprequest.method == "GET" or answer not in ANSWERS:
            return self._go(PATH)
        link = request.env["off.network.link"]._off_get_own(link_id)
        try:
            with request.env.cr.savepoint():
                link.with_env(request.env)._off_answer(answer, self._read(post))
        except (UserError, AccessError) as error:
            return self._show(error=error.args[0])
        return self._go(PATH, done=answer)

    @http.route(
        f"{PATH}/propose",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def propose(self, partner_id="", message="", search="", **post):
        member = self._get_member()
        if request.httprequest.method == "GET":
            return self._go(PATH)
        Link = request.env["off.network.link"]
        other = self._get_shown(member, partner_id)
        sides = (member, other) if self._grants(member, other) else (other, member)
        try:
            with request.env.cr.savepoint():
                Link._off_propose(*sides, self._read(post), message.strip()[:2000])
        except (UserError, AccessError) as error:
            return self._show(search, error=error.args[0])
        return self._go(PATH, done="propose")

    def _read(self, post):
        return {name for name in PERMISSIONS if post.get(name)}

    def _get_shown(self, member, partner_id):
        """A member that is shown to ``member``: whom it does not know of, it cannot
        write to either."""
        Partner = request.env["res.partner"]
        domain = Partner._off_get_shown_domain(member)
        other = Partner.sudo().search(
            [
                *domain,
                ("id", "=", read_id(partner_id)),
                ("id", "!=", member.id),
            ]
        )
        if not other:
            raise AccessError(request.env._("This member is not in the directory."))
        return other

    def _grants(self, member, other):
        hub = request.env.ref("off_hub_network.role_hub").sudo()
        return member.off_is_producer and hub in other.sudo().off_role_ids

    def _show(self, search="", done=None, error=None):
        member = self._get_member()
        links = request.env["off.network.link"]._off_get_own()
        asked = links.filtered(lambda link: link._off_is_asked(member))
        waiting = links.filtered(lambda link: link.state == "proposed") - asked
        accepted = links.filtered(lambda link: link.state == "accepted")
        found = request.env["res.partner"]._off_find_partners(search)
        return self._render(
            "off_hub_network_portal.links",
            {
                "page": "links",
                "error": error,
                "notice": self._get_notice(done),
                "search": search,
                "found": found - (waiting | asked | accepted)._off_get_members(),
                "may_search": bool(member._off_get_counterpart_roles(member)),
                "asked": asked,
                "waiting": waiting,
                "accepted": accepted,
                "history": links - asked - waiting - accepted,
                "permissions": self._get_permissions(),
                "grants": self._grants,
            },
        )

    def _get_notice(self, done):
        env = request.env
        return {
            "accept": env._("Accepted."),
            "refuse": env._("Refused."),
            "revoke": env._("The link is ended."),
            "permissions": env._("What you allow is saved."),
            "propose": env._("Your proposal is sent."),
        }.get(done)

    def _get_permissions(self):
        """``[(name, what it means to the one who grants)]``"""
        env = request.env
        return [
            ("may_order", env._("may order my products and put them on sale")),
            (
                "may_manage_products",
                env._("may change my products and say what I have"),
            ),
            ("may_edit_profile", env._("may edit my page in the directory")),
            ("may_override", env._("may set its own price and stock for my products")),
        ]
