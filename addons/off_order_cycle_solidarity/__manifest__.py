{
    "name": "Order Cycles - Solidarity",
    "version": "19.0.1.0.0",
    "summary": "Solidarity prices, paid by a fund of their own, known to nobody else",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["account", "off_order_cycle_website"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/product_gift.xml",
        "views/off_solidarity_fund_views.xml",
        "views/off_solidarity_grant_views.xml",
        "views/off_solidarity_level_views.xml",
        "views/off_hub_views.xml",
        "views/menus.xml",
        "views/shop_templates.xml",
        "views/sale_portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "off_order_cycle_solidarity/static/src/interactions/*.js",
        ],
    },
}
