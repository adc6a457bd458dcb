{
    "name": "Order Cycles - Packing",
    "version": "19.0.1.0.0",
    "summary": "A numbered crate for each order: labels, and a sheet to pack it by",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_report"],
    "data": [
        "report/paperformat.xml",
        "report/labels.xml",
        "report/sheets.xml",
        "report/actions.xml",
        "views/sale_order_views.xml",
        "views/off_order_cycle_views.xml",
        "views/off_hub_views.xml",
    ],
}
