{
    "name": "Order Cycles - Home Delivery in the Shop",
    "version": "19.0.1.0.0",
    "summary": "Customers have their order brought home, and say where to",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_delivery", "off_order_cycle_website"],
    "data": ["views/shop_templates.xml", "views/sale_portal_templates.xml"],
    "assets": {
        "web.assets_frontend": [
            "off_order_cycle_delivery_website/static/src/interactions/*.js",
            "off_order_cycle_delivery_website/static/src/scss/*.scss",
        ],
    },
    "auto_install": True,
}
