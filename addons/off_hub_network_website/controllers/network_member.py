from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .network import get_viewer
from .structured import get_business


def sitemap_members(env, rule, query):
    """The directory itself and every member that the public may see."""
    for path in ("/network", "/network/products"):
        if not query or query.lower() in path:
            yield {"loc": path}
    Partner = env["res.partner"].sudo()
    members = Partner.search_fetch(
        Partner._off_get_shown_domain(), ["name", "write_date"], order="id"
    )
    for member in members:
        path = member._off_get_page_path()
        if not query or query.lower() in path:
            yield {"loc": path, "lastmod": member.write_date.date()}


class NetworkMember(http.Controller):
    @http.route(
        "/network/<string:slug>",
        auth="public",
        website=True,
        readonly=True,
        sitemap=sitemap_members,
    )
    def network_member(self, slug, **_args):
        member = self._find_member(slug)
        path = member._off_get_page_path()
        if slug != path.rpartition("/")[2]:
            # A link that was kept still works after the member changed its name.
            return request.redirect(path, code=301)
        viewer = get_viewer()
        page = member._off_get_page(viewer)
        base = request.website.get_base_url()
        return request.render(
            "off_hub_network_website.network_member",
            {
                "member": page,
                "additional_title": page["name"],
                "website_meta_description": page["excerpt"]
                or " · ".join(filter(None, [*page["roles"], page["town"]])),
                "structured": get_business(base, page),
            },
        )

    def _find_member(self, slug):
        """:raise NotFound: also where it exists, so that nobody learns that it does"""
        _name, member_id = request.env["ir.http"]._unslug(slug)
        if not member_id or member_id > 2**31 - 1:
            raise NotFound()
        Partner = request.env["res.partner"].sudo()
        member = Partner.search(
            Partner._off_get_shown_domain(get_viewer()) & Domain("id", "=", member_id)
        )
        if not member:
            raise NotFound()
        return member
