from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from .network import get_tiles, get_viewer


def sitemap_groups(env, rule, query):
    """Groups that everybody may see."""
    Group = env["off.network.group"].sudo()
    slug = env["ir.http"]._slug
    paths = ["/network/groups"]
    paths += [
        f"/network/groups/{slug(group)}"
        for group in Group.search_fetch(Group._get_shown_domain(), ["name"], order="id")
    ]
    for path in paths:
        if not query or query.lower() in path:
            yield {"loc": path}


class NetworkGroups(http.Controller):
    """Groups of members. Pages read with sudo what ``_get_shown_domain`` lets see."""

    @http.route(
        "/network/groups", auth="public", website=True, readonly=True, sitemap=False
    )
    def groups(self):
        Group = request.env["off.network.group"].sudo()
        groups = Group.search(Group._get_shown_domain(get_viewer()))
        return request.render(
            "off_hub_network_website.network_groups",
            {
                "groups": groups,
                "own_groups": groups.filtered(
                    lambda group: group.member_ids & self._get_own_members()
                ),
                "additional_title": request.env._("Groups"),
            },
        )

    @http.route(
        "/network/groups/<string:slug>",
        auth="public",
        website=True,
        readonly=True,
        sitemap=sitemap_groups,
    )
    def group(self, slug, **_args):
        group = self._find_group(slug)
        path = f"/network/groups/{request.env['ir.http']._slug(group)}"
        if slug != path.rpartition("/")[2]:
            return request.redirect(path, code=301)
        return self._show(group)

    @http.route(
        "/network/groups/<string:slug>/map.json",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def group_map(self, slug, **_args):
        """Points of the members, as ``/network/map.json`` gives them."""
        points = self._find_group(slug)._get_map_points(get_viewer())
        return request.make_json_response(
            {"center": None, "points": points},
            headers=[("Cache-Control", "private, no-cache")],
        )

    @http.route(
        "/network/groups/<string:slug>/image",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def group_image(self, slug, **_args):
        group = self._find_group(slug)
        stream = request.env["ir.binary"]._get_image_stream_from(
            group, "image_1024", width=1024, height=1024
        )
        return stream.get_response()

    @http.route(
        "/network/groups/<string:slug>/membership",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def group_membership(self, slug, member_id="", answer="join", **_args):
        """Join, ask to join, or leave, for one's own member or hub."""
        group = self._find_group(slug).sudo(False)
        member = self._get_own_members().filtered(lambda one: str(one.id) == member_id)
        if not member:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                if answer == "leave":
                    group._leave(member)
                else:
                    group._join(member)
        except (UserError, AccessError) as error:
            return self._show(group.sudo(), error=error.args[0])
        path = f"/network/groups/{slug}"
        if answer == "leave" and group.sudo().visibility == "members":
            path = "/network/groups"
        return request.redirect(path)

    def _show(self, group, error=None):
        viewer = get_viewer()
        members = group._get_shown_members(viewer)
        photos = members._off_get_photo_urls(128)
        own = self._get_own_members()
        return request.render(
            "off_hub_network_website.network_group",
            {
                "group": group,
                "error": error,
                "members": [
                    {
                        "name": member.name,
                        "town": member.city or "",
                        "path": member._off_get_page_path(),
                        "photo": photos.get(member),
                        **member._off_get_tint(),
                    }
                    for member in members
                ],
                "own_members": [
                    (member, group._get_membership(member).state) for member in own
                ],
                "tiles": get_tiles(),
                "additional_title": group.name,
                "is_visitor": request.env.user._is_public(),
            },
        )

    def _get_own_members(self):
        if request.env.user._is_public():
            return request.env["res.partner"].sudo()
        return request.env["off.network.group"]._get_own_members().sudo()

    def _find_group(self, slug):
        """:raise NotFound: also where it exists, so that nobody learns that it does"""
        _name, group_id = request.env["ir.http"]._unslug(slug)
        if not group_id or group_id > 2**31 - 1:
            raise NotFound()
        Group = request.env["off.network.group"].sudo()
        group = Group.search(
            Group._get_shown_domain(get_viewer()) & Domain("id", "=", group_id)
        )
        if not group:
            raise NotFound()
        return group
