from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class References(CustomerPortal):
    """A public buyer writes on its order what its invoice has to bear."""

    @route(
        "/my/orders/<int:order_id>/references",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def off_write_references(self, order_id, access_token=None, **post):
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            order._off_write_references(post)
        except UserError:
            # Invoiced meanwhile: the page shows what stays.
            return request.redirect(order.get_portal_url())
        return request.redirect(order.get_portal_url(anchor="off_references"))
