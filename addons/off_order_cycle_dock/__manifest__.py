{
    "name": "Order Cycles - Dock",
    "version": "19.0.1.0.0",
    "summary": "Receive producers' goods at the dock with a phone: count, scan, lots, "
    "dates, weights, damage",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle", "product_expiry", "barcodes_gs1_nomenclature"],
    "post_init_hook": "post_init_hook",
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/dock_templates.xml",
        "views/off_receipt_damage_views.xml",
        "views/stock_lot_views.xml",
        "views/stock_picking_views.xml",
        "views/off_order_cycle_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["off_order_cycle_dock/static/src/**/*"],
        "web.assets_tests": ["off_order_cycle_dock/static/tests/tours/*.js"],
    },
}
