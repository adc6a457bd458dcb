{
    "name": "Order Cycles - Pickup",
    "version": "19.0.1.0.0",
    "summary": "Hand over at a pickup with a phone: who comes, what is due, payment, "
    "signature, no-shows and left-overs",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_roster"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/stock_scrap_reason_tag.xml",
        "views/off_handover_views.xml",
        "views/off_pickup_act_views.xml",
        "views/off_pickup_count_views.xml",
        "views/off_pickup_slot_views.xml",
        "views/off_hub_views.xml",
        "views/off_pickup_point_views.xml",
        "views/off_order_cycle_views.xml",
        "views/account_payment_views.xml",
        "views/portal_templates.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_frontend": ["off_order_cycle_pickup/static/src/pickup_page.js"],
        # Loaded on the page of a pickup alone.
        "off_order_cycle_pickup.assets_pickup": [
            "off_order_cycle/static/src/keep.js",
            "off_order_cycle_pickup/static/src/pickup/**/*",
        ],
        "web.assets_tests": ["off_order_cycle_pickup/static/tests/tours/*.js"],
    },
}
