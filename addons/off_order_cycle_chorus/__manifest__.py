{
    "name": "Order Cycles - Public Buyers",
    "version": "19.0.1.0.0",
    "summary": "Service code, engagement and contract of public buyers, from the order "
    "to Factur-X and Chorus Pro",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["l10n_fr_facturx_chorus_pro", "off_order_cycle", "portal"],
    "data": [
        "views/res_partner_views.xml",
        "views/sale_order_views.xml",
        "views/sale_portal_templates.xml",
    ],
}
