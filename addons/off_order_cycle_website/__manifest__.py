{
    "name": "Order Cycles - Website",
    "version": "19.0.1.0.0",
    "summary": "Order in the open cycles of a hub, on its operator's website",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_website", "off_order_cycle"],
    "data": [
        "data/website_menu.xml",
        "views/cycle_templates.xml",
        "views/sale_portal_templates.xml",
    ],
    "assets": {
        "web.assets_tests": ["off_order_cycle_website/static/tests/tours/*.js"],
    },
    "auto_install": True,
}
