{
    "name": "Hub Network - Website",
    "version": "19.0.1.1.0",
    "summary": "Operators' websites and the public directory of the network",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network", "website", "base_geolocalize", "web_leaflet_lib"],
    "data": [
        "data/ir_config_parameter.xml",
        "data/website_menu.xml",
        "views/network_parts_templates.xml",
        "views/network_products_templates.xml",
        "views/network_templates.xml",
        "views/network_member_templates.xml",
        "views/group_templates.xml",
        "views/res_company_views.xml",
        "views/website_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "off_hub_network_website/static/src/scss/network.scss",
            "off_hub_network_website/static/src/interactions/*.js",
        ],
        # Loaded by the page that shows the map, when it does.
        "off_hub_network_website.assets_map": [
            "web_leaflet_lib/static/lib/leaflet/leaflet.css",
            "web_leaflet_lib/static/lib/leaflet/leaflet.js",
            "web_leaflet_lib/static/lib/leaflet_markercluster/*",
        ],
        "web.assets_tests": ["off_hub_network_website/static/tests/tours/*.js"],
    },
    "auto_install": ["off_hub_network", "website"],
}
