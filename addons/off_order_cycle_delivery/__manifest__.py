{
    "name": "Order Cycles - Home Delivery",
    "version": "19.0.1.0.0",
    "summary": "Rounds that bring the orders of a cycle home, by delivery methods",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["delivery", "off_order_cycle"],
    "data": [
        "report/rounds.xml",
        "views/off_order_cycle_views.xml",
        "views/off_pickup_point_views.xml",
        "views/sale_order_views.xml",
    ],
    "auto_install": True,
}
