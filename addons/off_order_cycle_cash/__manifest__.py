{
    "name": "Order Cycles - Tills",
    "version": "19.0.1.0.0",
    "summary": "A till for each pickup point: float, counts, differences, deposits at "
    "the bank",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_pickup"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "wizard/off_till_count_views.xml",
        "wizard/off_till_move_views.xml",
        "views/off_pickup_point_views.xml",
        "views/off_pickup_count_views.xml",
    ],
}
