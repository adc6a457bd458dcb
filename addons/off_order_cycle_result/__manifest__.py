{
    "name": "Order Cycles - Result",
    "version": "19.0.1.0.0",
    "summary": "What a cycle brought: sales, cost, margin, fees and volunteers' hours, "
    "by hub, producer and product",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": [
        "off_order_cycle_intercompany",
        "off_order_cycle_mandate",
        "off_order_cycle_roster",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "report/cycle_result.xml",
        "views/off_cycle_result_views.xml",
        "views/off_order_cycle_views.xml",
    ],
}
