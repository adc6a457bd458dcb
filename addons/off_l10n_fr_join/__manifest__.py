{
    "name": "Hub Network - Join (France)",
    "version": "19.0.1.0.0",
    "summary": "Members of one French enterprise are recognised by its SIREN",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_join", "off_l10n_fr", "l10n_fr_siret"],
    "auto_install": ["off_hub_network_join", "off_l10n_fr"],
}
