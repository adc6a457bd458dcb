from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class OffCommonMixin(models.AbstractModel):
    """Words that the products of all producers share: units, formats, categories.

    Odoo lets whoever manages products change them. Here that would rename or recount
    the goods of other producers: what is in use is changed by those who may change all
    products that use it, and by administrators of the network.
    """

    _name = "off.common.mixin"
    _description = "Words of All Products"

    def _off_get_use_domain(self):
        """Hook: Domain of the product.template that use these records."""
        raise NotImplementedError

    def write(self, vals):
        # What differs between operators is each one's own: accounts of a category.
        if any(
            name in self._fields and not self._fields[name].company_dependent
            for name in vals
        ):
            self._off_check_common()
        return super().write(vals)

    def unlink(self):
        self._off_check_common()
        return super().unlink()

    def _off_check_common(self):
        if (
            self.env.su
            or not self.ids
            or self.env.user.has_group("off_hub_network.group_admin")
        ):
            return
        domain = self._off_get_use_domain() & Domain("off_producer_id", "!=", False)
        templates = self.env["product.template"].with_context(active_test=False)
        used = templates.sudo().search(domain, order="id").with_env(self.env)
        if used != used._filtered_access("write"):
            raise AccessError(
                self.env._(
                    "%s is used by products of producers that did not let you change "
                    "them. Make another one, or ask an administrator of the network.",
                    self[:1].display_name,
                )
            )
