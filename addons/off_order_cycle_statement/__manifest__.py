{
    "name": "Order Cycles - Statements",
    "version": "19.0.1.0.0",
    "summary": "What households owe and what producers are owed, on one page, by mail "
    "and on paper",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle", "portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "report/statement.xml",
        "wizard/off_statement_send_views.xml",
        "views/portal_templates.xml",
    ],
}
