{
    "name": "Hub Network - Data Food Consortium",
    "version": "19.0.1.0.0",
    "summary": "Members and catalogues exchanged in the Data Food Consortium's format",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network"],
    "data": [
        "views/product_category_views.xml",
        "wizards/off_catalog_import_views.xml",
    ],
}
