{
    "name": "Order Cycles - Reports of the Books",
    "version": "19.0.1.0.0",
    "summary": "Payments, taxes, fees and what producers are owed, as the ledger has "
    "them, beside the working reports of cycles",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_mandate", "off_order_cycle_report"],
    "data": ["security/ir.model.access.csv", "views/menus.xml"],
    "auto_install": True,
}
