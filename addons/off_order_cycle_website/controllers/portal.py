from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class OrdersPortal(CustomerPortal):
    """A family finds all its orders on the site of any operator that serves it.

    Odoo's pages show those of the website's company only.
    """

    def _off_see_all_operators(self):
        user = request.env.user
        if user._is_portal():
            request.update_context(allowed_company_ids=user.company_ids.ids)

    def _prepare_home_portal_values(self, counters):
        self._off_see_all_operators()
        return super()._prepare_home_portal_values(counters)

    def _prepare_sale_portal_rendering_values(self, *args, **kwargs):
        self._off_see_all_operators()
        return super()._prepare_sale_portal_rendering_values(*args, **kwargs)

    def _document_check_access(self, model_name, document_id, access_token=None):
        if model_name == "sale.order":
            self._off_see_all_operators()
        return super()._document_check_access(model_name, document_id, access_token)
