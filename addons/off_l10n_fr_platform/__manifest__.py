{
    "name": "Hub Network - Approved Platforms (France)",
    "version": "19.0.1.0.0",
    "summary": "Electronic invoices, their statuses and e-reporting by the approved "
    "platform of each operator, whichever it is",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["account_edi_ubl_cii", "off_l10n_fr_accounting", "queue_job"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/queue_job.xml",
        "data/ir_cron.xml",
        "views/off_platform_document_views.xml",
        "views/off_invoicing_platform_views.xml",
        "views/account_move_views.xml",
        "views/res_partner_views.xml",
    ],
}
