from odoo import http
from odoo.http import request

from ..directory import Filters
from .network import (
    PAGE_SIZE,
    get_choices,
    get_directory,
    get_page,
    get_viewer,
    read_page,
)


class NetworkProducts(http.Controller):
    @http.route(
        ["/network/products", "/network/products/page/<int:page>"],
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def network_products(self, page=1, **args):
        directory = get_directory()
        page = read_page(page)
        choices = get_choices()
        filters, problem = directory._locate(Filters.from_args(args))
        offset = (page - 1) * PAGE_SIZE
        products, total, distances = directory._find_products(
            filters, get_viewer(), PAGE_SIZE, offset
        )
        producers = products.off_producer_id
        format_distance = producers._off_format_distance
        cards = [
            {
                **card,
                "producer": producer.name,
                "town": producer.city or "",
                "path": producer._off_get_page_path(),
                "distance": format_distance(distances.get(producer.id)),
            }
            for card, producer in zip(
                products._off_get_cards(),
                (product.off_producer_id for product in products),
                strict=True,
            )
        ]
        return request.render(
            "off_hub_network_website.network_products",
            {
                "filters": filters,
                "problem": problem,
                "choices": choices,
                "cards": cards,
                "total": total,
                "path": "/network/products",
                "pager": get_page(total, page, "/network/products", filters),
                "website_meta_description": request.env._(
                    "Search the products of all producers of the network: what is in "
                    "season, with which label, and how far away."
                ),
            },
        )
