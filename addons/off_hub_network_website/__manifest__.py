{
    "name": "Hub Network - Website",
    "version": "19.0.1.0.0",
    "summary": "A website for each operator, with a link to the source code",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_hub_network", "website"],
    "data": [
        "data/ir_config_parameter.xml",
        "views/res_company_views.xml",
        "views/website_templates.xml",
    ],
    "auto_install": True,
}
