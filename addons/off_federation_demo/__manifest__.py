{
    "name": "Demonstration Federation",
    "version": "19.0.1.0.0",
    "summary": "Two French operators at work, with well-known passwords: never on a "
    "database in use",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": [
        "off_collective_procurement",
        "off_hub_network_forum",
        "off_hub_network_join",
        "off_hub_network_matching",
        "off_hub_network_portal",
        "off_l10n_fr",
        "off_order_cycle_website",
        "off_pooled_logistics",
    ],
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
}
