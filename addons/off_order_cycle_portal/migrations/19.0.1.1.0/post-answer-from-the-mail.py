"""The mail to producers leads to a page on which they answer, by a link that ends; the
link that it held until now never did."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

MODULE = "off_order_cycle_portal"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(f"{MODULE}.mail_template_purchase", raise_if_not_found=False)
    if not template or "get_portal_url" not in (template.body_html or ""):
        return
    convert_file(env, MODULE, "data/mail_template_purchase.xml", {}, mode="init")
    env.flush_all()
    # Translated as a whole: the old text in other languages holds the old link. What
    # comes with the module is read next.
    cr.execute(
        """
        UPDATE mail_template
           SET body_html = jsonb_build_object('en_US', body_html -> 'en_US')
         WHERE id = %s
        """,
        [template.id],
    )
    env.invalidate_all()
