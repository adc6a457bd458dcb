def prepare_shops(env):
    """Odoo's own shop comes with a menu entry on every website. Where it sells nothing
    it would only lead customers away from the sales; whoever publishes products there
    later adds the entry again."""
    published = env["product.template"].search([("is_published", "=", True)], limit=1)
    if not published:
        env["website.menu"].search([("url", "=", "/shop")]).unlink()
    # A basket is shown on the page of its sale: an empty cart says nothing.
    env.ref("website_sale.header_hide_empty_cart_link").active = True
    # Operators and their websites may have been there before.
    sites = env["website"].search([("company_id.off_is_operator", "=", True)])
    sites._compute_show_line_subtotals_tax_selection()
