from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Labels that came in after the translations were read are in English only."""
    env = Environment(cr, SUPERUSER_ID, {})
    env["ir.module.module"]._get("off_l10n_fr")._update_translations()
