{
    "name": "Order Cycles - Traceability",
    "version": "19.0.1.0.0",
    "summary": "From a lot to every customer and back on one screen; recalls by mail",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_intercompany", "product_expiry"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_template.xml",
        "data/ir_cron.xml",
        "report/trace.xml",
        "views/off_lot_recall_views.xml",
        "views/buttons.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["off_order_cycle_trace/static/src/**/*"],
    },
}
