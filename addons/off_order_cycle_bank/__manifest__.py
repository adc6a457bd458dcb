{
    "name": "Order Cycles - Bank",
    "version": "19.0.1.0.0",
    "summary": "Bank statements find the orders they pay, producers are paid by one "
    "SEPA file, cheques are brought to the bank",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": [
        "account_check_deposit",
        "account_payment_sepa_credit_transfer",
        "account_reconcile_oca",
        "account_statement_import_camt",
        "account_statement_import_fr_cfonb",
        "off_order_cycle",
    ],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "wizard/off_pay_producers_views.xml",
        "views/res_company_views.xml",
    ],
    "post_init_hook": "post_init_hook",
}
