{
    "name": "Hub Network - France",
    "version": "19.0.1.2.0",
    "summary": "French tax categories, terms of payment and EGalim labels of short "
    "food chains",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    # account_peppol: Odoo installs it at once, in the middle of a request, when a
    # company of France is created. As a dependency it is there beforehand.
    "depends": ["off_hub_network", "account_peppol", "l10n_fr_account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/account_payment_term.xml",
        "data/off_tax_category.xml",
        "views/off_ereporting_day_views.xml",
        "views/off_label_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "auto_install": ["off_hub_network", "l10n_fr_account"],
}
