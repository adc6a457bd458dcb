{
    "name": "Order Cycles - Invoice Later",
    "version": "19.0.1.0.0",
    "summary": "Professional customers of a cycle pay by invoice, within their credit "
    "limit",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_website"],
    "data": [
        "data/payment_method.xml",
        "data/payment_provider.xml",
        "views/checkout_templates.xml",
        "views/off_hub_views.xml",
        "views/payment_provider_views.xml",
        "views/res_partner_views.xml",
        "views/sale_order_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
