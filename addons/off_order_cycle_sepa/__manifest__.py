{
    "name": "Order Cycles - SEPA Direct Debit",
    "version": "19.0.1.0.0",
    "summary": "Customers sign a mandate on the portal, and their orders of cycles are "
    "collected by direct debit",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["account_payment_sepa_direct_debit", "off_order_cycle_website"],
    "data": [
        "security/rules.xml",
        "data/payment_method.xml",
        "data/payment_provider.xml",
        "views/account_banking_mandate_views.xml",
        "views/mandate_templates.xml",
        "views/payment_provider_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
