{
    "name": "Order Cycles - Reminders",
    "version": "19.0.1.0.0",
    "summary": "Customers who owe are reminded, in steps and net of their credits",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["account_credit_control", "off_order_cycle_statement"],
    "data": [
        "security/groups.xml",
        "data/policy.xml",
        "data/ir_cron.xml",
        "views/res_company_views.xml",
    ],
    "post_init_hook": "post_init_hook",
}
