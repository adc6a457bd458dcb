{
    "name": "Hub Network - France",
    "version": "19.0.1.0.0",
    "summary": "French tax categories for products of short food chains",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    # account_peppol: Odoo installs it at once, in the middle of a request, when a
    # company of France is created. As a dependency it is there beforehand.
    "depends": ["off_hub_network", "account_peppol", "l10n_fr_account"],
    "data": ["data/off_tax_category.xml"],
    "auto_install": ["off_hub_network", "l10n_fr_account"],
}
