{
    "name": "Order Cycles - Substitutes",
    "version": "19.0.1.0.0",
    "summary": "Propose something else to customers whose goods did not come; they "
    "accept by a link",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_sharing", "off_hub_network_portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_template.xml",
        "data/ir_cron.xml",
        "views/off_substitution_views.xml",
        "views/off_substitution_proposal_views.xml",
        "views/off_order_cycle_views.xml",
        "views/substitutes.xml",
    ],
}
