{
    "name": "Order Cycles - Moving In and Out",
    "version": "19.0.1.0.0",
    "summary": "Members, producers and balances from other programs, openings from a "
    "FEC, and all data of an operator in open formats",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle"],
    "external_dependencies": {
        "python": ["lxml", "openpyxl", "python-stdnum", "xlrd"],
    },
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "wizard/off_moving_import_views.xml",
        "wizard/off_data_export_ask_views.xml",
        "wizard/off_fec_import_views.xml",
        "views/menus.xml",
        "views/off_fec_opening_views.xml",
        "views/off_data_export_views.xml",
        "views/off_former_reference_views.xml",
    ],
}
