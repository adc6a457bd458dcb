{
    "name": "Order Cycles - Portal",
    "version": "19.0.1.1.0",
    "summary": "Producers see what is ordered of them, by whom it is sold, and their "
    "purchase orders",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_portal", "off_order_cycle"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "data/mail_template_purchase.xml",
        "views/orders.xml",
        "report/supply_papers.xml",
        "views/supply.xml",
        "views/purchase_portal.xml",
        "views/capacity.xml",
        "views/off_hub_views.xml",
        "views/purchase_order_views.xml",
        "views/off_order_cycle_views.xml",
        "views/res_partner_views.xml",
    ],
    "assets": {
        "off_hub_network_portal.assets_light": [
            "off_order_cycle_portal/static/src/light/*.css",
        ],
    },
    "auto_install": True,
}
