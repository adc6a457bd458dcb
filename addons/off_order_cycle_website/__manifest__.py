{
    "name": "Order Cycles - Website",
    "version": "19.0.1.1.0",
    "summary": "Order in the open cycles of a hub, on its operator's website",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_website", "off_order_cycle", "website_sale"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/website_menu.xml",
        "views/cycle_templates.xml",
        "views/shop_templates.xml",
        "views/sale_portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "off_order_cycle_website/static/src/interactions/*.js",
            "off_order_cycle_website/static/src/scss/*.scss",
        ],
        "web.assets_tests": ["off_order_cycle_website/static/tests/tours/*.js"],
    },
    "post_init_hook": "hide_unused_shops",
    "auto_install": ["off_hub_network_website", "off_order_cycle"],
}
