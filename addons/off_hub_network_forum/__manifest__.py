{
    "name": "Hub Network - Forum",
    "version": "19.0.1.0.0",
    "summary": "A forum for each group of members, open to its members only",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_website", "website_forum"],
    "data": [
        "security/rules.xml",
        "views/off_network_group_views.xml",
        "views/group_templates.xml",
    ],
    "auto_install": True,
}
