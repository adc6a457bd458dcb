{
    "name": "Hub Network - Spain",
    "version": "19.0.1.0.0",
    "summary": "Spanish operators: taxes of food, sales within the Union, VAT of other "
    "countries by the one-stop shop",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["l10n_es", "l10n_eu_oss", "off_l10n_fr"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/off_tax_category.xml",
        "views/off_oss_quarter_views.xml",
        "views/res_company_views.xml",
    ],
}
