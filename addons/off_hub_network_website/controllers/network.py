from markupsafe import escape

from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from ..directory import ANY_DISTANCE, DISTANCES, Filters
from ..models.calendar_names import get_months, get_weekdays
from .structured import get_item_list

PAGE_SIZE = 24
EMBED = (
    '<iframe src="{url}" title="{title}" width="100%" height="900" loading="lazy" '
    'style="border: 0" allow="geolocation"></iframe>'
)


def get_viewer():
    """The res.partner on whose behalf the page is made; nobody for a visitor."""
    user = request.env.user
    return None if user._is_public() else user.partner_id.sudo()


def get_directory():
    return request.env["off.directory"]


def get_codes(model, *further):
    """
    :param further: fields to read along, for what comes after
    :return: ``[(code, name)]`` of all records
    """
    records = model.search_fetch([], ["name", "code", "sequence", *further])
    return [(one.code, one.name) for one in records]


def get_choices():
    """Choices of the form, ``{name: [(value, text)]}``.

    Read before the members: what is named here is not read again for them.
    """
    env = request.env(su=True)
    storages = env["product.template"]._fields["off_storage"]
    return {
        # Odoo looks which labels of a set are active whenever it reads one.
        "label": get_codes(env["off.label"], "active"),
        "month": sorted(get_months(request.env).items()),
        "day": sorted(get_weekdays(request.env).items()),
        "storage": storages._description_selection(env),
        "km": [
            *((km, request.env._("%s km", km)) for km in DISTANCES),
            (ANY_DISTANCE, request.env._("any")),
        ],
    }


def read_page(page):
    """:param page: of the path, or ``page`` of the query, where anything may stand"""
    return read_id(page) or 1


def get_page(total, page, path, filters):
    """Odoo's pager; a page past the end is the last one."""
    return request.website.pager(
        url=path, total=total, page=page, step=PAGE_SIZE, url_args=filters.as_args()
    )


def get_tiles():
    """Address and credits of the map's background; empty for none."""
    parameters = request.env["ir.config_parameter"].sudo()
    url = parameters.get_param("leaflet.tile_url") or ""
    return {
        # "False" is what the library's own data says for none.
        "url": url if url.startswith(("https://", "http://", "/")) else "",
        "credits": (parameters.get_param("leaflet.copyright") or "").strip(),
    }


class Network(http.Controller):
    """The public directory: a list that is complete without JavaScript.

    Members decide who sees them, and pages read with sudo what these let ``viewer``
    know: the rules of access let staff read more than a directory may show.
    """

    @http.route(
        ["/network", "/network/page/<int:page>"],
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def network(self, page=1, **args):
        return request.render(
            "off_hub_network_website.network",
            self._get_list_values(args, page, get_viewer(), "/network"),
        )

    def _get_list_values(self, args, page, viewer, path):
        directory = get_directory()
        page = read_page(page)
        choices = get_choices()
        choices["role"] = get_codes(request.env["off.member.role"].sudo())
        filters, problem = directory._locate(Filters.from_args(args))
        offset = (page - 1) * PAGE_SIZE
        members, total, distances = directory._find_members(
            filters, viewer, PAGE_SIZE, offset
        )
        cards = members._off_get_cards(distances)
        base = request.website.get_base_url()
        return {
            "filters": filters,
            "problem": problem,
            "choices": choices,
            "cards": cards,
            "total": total,
            "path": path,
            "pager": get_page(total, page, path, filters),
            "structured": get_item_list(base, cards),
            "embed_code": EMBED.format(
                url=escape(filters.get_url(f"{base}/network/embed")),
                title=escape(request.env._("Members of the network")),
            ),
            "tiles": get_tiles(),
            "website_meta_description": request.env._(
                "Producers, hubs and buyers of the network: where they are, what they "
                "grow and make, and when it is in season."
            ),
        }
