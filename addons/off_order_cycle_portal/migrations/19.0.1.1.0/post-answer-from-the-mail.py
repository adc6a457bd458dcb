"""The mail to producers leads to a page on which they answer, by a link that ends; the
link that it held until now never did."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

MODULE = "off_order_cycle_portal"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(f"{MODULE}.mail_template_purchase", raise_if_not_found=False)
    if template and "get_portal_url" in (template.body_html or ""):
        convert_file(env, MODULE, "data/mail_template_purchase.xml", {}, mode="init")
