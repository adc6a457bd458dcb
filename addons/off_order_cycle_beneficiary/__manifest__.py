{
    "name": "Order Cycles - Fees for Others",
    "version": "19.0.1.0.0",
    "summary": "Fees collected for carriers and other operators are settled by "
    "documents; what operators owe each other agrees",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_intercompany"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/product.xml",
        "views/account_move_views.xml",
        "views/off_operator_balance_views.xml",
    ],
    "auto_install": True,
}
