{
    "name": "Order Cycles - Several Operators",
    "version": "19.0.1.0.0",
    "summary": "Hubs of other operators sell in a cycle; what they sold is mirrored as "
    "sale, purchase and transfer between the operators",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/off_cycle_guest_views.xml",
        "views/off_order_cycle_views.xml",
        "views/sale_order_views.xml",
        "views/purchase_order_views.xml",
    ],
    "auto_install": True,
}
