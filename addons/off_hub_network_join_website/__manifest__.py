{
    "name": "Hub Network - Join on the Website",
    "version": "19.0.1.0.0",
    "summary": "The public form to join is found in the website's menu and directory",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network_join", "off_hub_network_website"],
    "data": [
        "data/website_menu.xml",
        "views/network_templates.xml",
    ],
    "auto_install": True,
}
