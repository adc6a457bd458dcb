{
    "name": "Order Cycles - Reports",
    "version": "19.0.1.0.0",
    "summary": "Totals, packing lists and delivery lists on screen, sheet and paper",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "report/document.xml",
        "views/off_report_run_views.xml",
        "views/off_order_cycle_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["off_order_cycle_report/static/src/**/*"],
    },
}
