{
    "name": "Order Cycles - Invoices",
    "version": "19.0.1.0.0",
    "summary": "An invoice for each order, for each sale, or for each month, as a hub "
    "and its customers agree",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "wizard/off_invoice_month_views.xml",
        "views/off_hub_views.xml",
        "views/off_hub_customer_views.xml",
    ],
}
