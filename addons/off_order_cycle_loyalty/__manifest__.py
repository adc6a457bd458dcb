{
    "name": "Order Cycles - eWallet",
    "version": "19.0.1.0.0",
    "summary": "Prepaid eWallets pay orders of cycles, in part or whole",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_website", "website_sale_loyalty"],
    "data": [
        "views/checkout_templates.xml",
        "views/loyalty_program_views.xml",
        "views/res_company_views.xml",
        "views/sale_order_views.xml",
    ],
    "auto_install": True,
}
