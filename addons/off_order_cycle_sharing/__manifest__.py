{
    "name": "Order Cycles - Sharing out",
    "version": "19.0.1.0.0",
    "summary": "Who gets what of the goods that arrived: one screen, changed by hand, "
    "with its price",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "data": ["views/off_order_cycle_views.xml"],
    "assets": {
        "web.assets_backend": ["off_order_cycle_sharing/static/src/**/*"],
    },
}
