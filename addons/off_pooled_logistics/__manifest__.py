{
    "name": "Pooled Logistics",
    "version": "19.0.1.0.0",
    "summary": "Tours that carry the goods of several operators",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/off_tour_stop_views.xml",
        "views/off_tour_views.xml",
        "views/menus.xml",
    ],
    "application": True,
}
