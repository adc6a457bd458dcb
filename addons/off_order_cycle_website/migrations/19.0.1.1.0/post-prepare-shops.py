"""Odoo's shop came as a dependency: see the hook of the add-on."""

from odoo import SUPERUSER_ID, api

from odoo.addons.off_order_cycle_website.hooks import prepare_shops


def migrate(cr, version):
    prepare_shops(api.Environment(cr, SUPERUSER_ID, {}))
