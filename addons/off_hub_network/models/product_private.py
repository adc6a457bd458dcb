from odoo import api, models
from odoo.fields import Domain

SELLERS = "sellers"


def get_sellers_domain(env, path):
    """Records whose producer lets the user know its prices and what it has: it lets one
    of the user's hubs order or keep its products, or is the user's own.

    :param path: name of the field that leads to the producer
    """
    Partner = env["res.partner"]
    known = Domain(path, "=", False)
    if env.user.has_group("off_hub_network.group_admin"):
        return Domain.TRUE
    sellers = Partner.sudo()._search(
        Partner._off_get_own_domain() | Partner._off_get_seller_domain(), order="id"
    )
    return known | Domain(path, "in", sellers)


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _off_get_seller_domain(self):
        """Producers with an accepted link that lets one of the user's own members order
        or keep products."""
        viewers = self._off_get_viewers(self.env.user.partner_id)
        return Domain(
            "off_granted_link_ids",
            "any",
            Domain("state", "=", "accepted")
            & Domain("grantee_id", "in", viewers.ids)
            & (Domain("may_order", "=", True) | Domain("may_manage_products", "=", True)),
        )


class ProductTemplate(models.Model):
    """A producer's prices are for those whom it lets order (rule 4)."""

    _name = "product.template"
    _inherit = ["product.template", "off.private.mixin"]

    def _off_get_private(self):
        names = ("list_price",)
        return {**super()._off_get_private(), **dict.fromkeys(names, SELLERS)}

    def _off_get_known_domain(self, key):
        if key != SELLERS:
            return super()._off_get_known_domain(key)
        return get_sellers_domain(self.env, "off_producer_id")


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "off.private.mixin"]

    def _off_get_private(self):
        names = (
            "off_price",
            "lst_price",
            "list_price",
            "price_extra",
            "off_available_qty",
            "off_on_demand",
        )
        return {**super()._off_get_private(), **dict.fromkeys(names, SELLERS)}

    def _off_get_known_domain(self, key):
        if key != SELLERS:
            return super()._off_get_known_domain(key)
        return get_sellers_domain(self.env, "product_tmpl_id.off_producer_id")


class ProductTemplateAttributeValue(models.Model):
    """Formats cost more or less than the first one of their product."""

    _name = "product.template.attribute.value"
    _inherit = ["product.template.attribute.value", "off.private.mixin"]

    def _off_get_private(self):
        return {**super()._off_get_private(), "price_extra": SELLERS}

    def _off_get_known_domain(self, key):
        if key != SELLERS:
            return super()._off_get_known_domain(key)
        return get_sellers_domain(self.env, "product_tmpl_id.off_producer_id")


class OffAvailability(models.Model):
    _name = "off.availability"
    _inherit = ["off.availability", "off.private.mixin"]

    def _off_get_private(self):
        names = ("declared_qty", "reserved_qty", "available_qty", "on_demand")
        return {**super()._off_get_private(), **dict.fromkeys(names, SELLERS)}

    def _off_get_known_domain(self, key):
        if key != SELLERS:
            return super()._off_get_known_domain(key)
        return get_sellers_domain(self.env, "producer_id")
