{
    "name": "Collective Procurement",
    "version": "19.0.1.0.0",
    "summary": "Tenders of institutions that buy from short food chains",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/off_tender_lot_views.xml",
        "views/off_tender_views.xml",
        "views/menus.xml",
    ],
    "application": True,
}
