from odoo.api import SUPERUSER_ID, Environment

from odoo.addons.off_l10n_fr.hooks import load_egalim_labels


def migrate(cr, version):
    load_egalim_labels(Environment(cr, SUPERUSER_ID, {}))
