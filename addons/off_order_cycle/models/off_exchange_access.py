from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

from ..engine.access import is_shown


class Access(NamedTuple):
    """What somebody may do in a hub's sales. Plain values: it travels in a context.

    :ivar sees: may look at the hub's sales
    :ivar orders: may order in them
    :ivar is_known: has an account
    :ivar has_asked: asked to become a member
    :ivar pricelist: id of the product.pricelist that says its prices, or False
    :ivar groups: ids of its off.customer.group
    """

    sees: bool
    orders: bool
    is_known: bool
    has_asked: bool
    pricelist: int | bool
    groups: tuple


class OffExchange(models.Model):
    """What a hub shows to whom, and at which prices."""

    _inherit = "off.exchange"

    def _for_customer(self, partner):
        """This exchange as ``partner`` sees it: its offers, pickups and prices.

        :param partner: res.partner, empty for a visitor
        """
        access = self.hub_id._get_access(partner)
        return self.with_context(off_access=access)

    def _for_customers(self, partners):
        """``_for_customer`` of many, in one query.

        :return: ``{res.partner: this exchange as it sees it}``
        """
        return {
            partner: self.with_context(off_access=access)
            for partner, access in self.hub_id._get_accesses(partners).items()
        }

    def _get_access(self):
        """:return: ``Access`` of whom the exchange is read for, None for the hub"""
        return self.env.context.get("off_access")

    def _get_rules_for_customer(self, subject):
        """:return: engine Rules that speak of whom the exchange is read for"""
        access = self._get_access()
        if access is None:
            return ()
        rules = self.env["off.access.rule"]._read_rules(self.hub_id.id)
        return [
            rule for rule in rules.get(subject, ()) if rule.speaks_of(access.groups)
        ]

    def _is_shown(self):
        """Whether the cycle is one that the customer sees."""
        self.ensure_one()
        rules = self._get_rules_for_customer("cycle")
        return not rules or is_shown(rules, {"cycle_ids": self.cycle_id.id})

    def _get_shown_slots(self):
        """The pickups among which the customer chooses."""
        self.ensure_one()
        rules = self._get_rules_for_customer("pickup")
        if not rules:
            return self.slot_ids
        return self.slot_ids.filtered(
            lambda slot: is_shown(rules, {"point_ids": slot.point_id.id})
        )

    def _get_hidden_products(self):
        """:return: set of ids of product.product of its offers that the customer does
        not see; one query where there are rules"""
        self.ensure_one()
        rules = self._get_rules_for_customer("offer")
        if not rules:
            return set()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.product_id, o.producer_id, p.product_tmpl_id,
                       string_to_array(rtrim(c.parent_path, '/'), '/')::int[]
                  FROM off_offer o
                  JOIN product_product p ON p.id = o.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  LEFT JOIN product_category c ON c.id = t.categ_id
                 WHERE o.exchange_id = %s
                """,
                self.id,
            )
        )
        return {
            product
            for product, producer, template, path in rows
            if not is_shown(
                [_name_category(rule, path or ()) for rule in rules],
                {"producer_ids": producer, "product_ids": template, "categ_ids": True},
            )
        }

    def _get_hidden_by_customer(self, seen):
        """``_get_hidden_products`` of many: a query for each set of groups.

        :param seen: what ``_for_customers`` returned
        :return: ``{res.partner: set of ids of product.product}``
        """
        by_groups, hidden = {}, {}
        for partner, edge in seen.items():
            groups = edge._get_access().groups
            if groups not in by_groups:
                by_groups[groups] = edge._get_hidden_products()
            hidden[partner] = by_groups[groups]
        return hidden

    def _get_refusal(self, partner, slot):
        """Why ``partner``, whom this exchange is read for, cannot order here, or not
        collect there; nothing where it can."""
        self.ensure_one()
        access = self._get_access()
        if access and not access.orders:
            return self.env._(
                "Only members of %(hub)s order there, and %(customer)s is none: accept "
                "it as a member first.",
                hub=self.hub_id.name,
                customer=partner.display_name,
            )
        if not self._is_shown():
            return self.env._(
                "By the rules of access of %(hub)s, %(cycle)s is not for %(customer)s.",
                hub=self.hub_id.name,
                cycle=self.cycle_id.name,
                customer=partner.display_name,
            )
        return self._get_slot_refusal(partner, slot)

    def _get_slot_refusal(self, partner, slot):
        rules = self._get_rules_for_customer("pickup")
        if not (slot and rules) or is_shown(rules, {"point_ids": slot.point_id.id}):
            return ""
        return self.env._(
            "By the rules of access of %(hub)s, %(customer)s does not collect at "
            "%(point)s: choose another pickup.",
            hub=self.hub_id.name,
            customer=partner.display_name,
            point=slot.point_id.name,
        )

    def _get_prices(self, offers, pricelist=None):
        """What the hub asks for one unit of offers of it, taxes included, fees apart.

        :param pricelist: product.pricelist of who buys; by default that of whom the
            exchange is read for
        :return: ``{offer: float}``
        """
        if pricelist is None:
            access = self._get_access()
            found = bool(access) and access.pricelist
            pricelist = self.env["product.pricelist"].sudo().browse(found or [])
        if not pricelist:
            return {offer: offer.price for offer in offers}
        products = offers.product_id
        prices = pricelist.with_context(
            off_offer_prices={offer.product_id.id: offer.price for offer in offers}
        )._compute_price_rule(products, 1.0, currency=pricelist.currency_id)
        return {
            offer: pricelist.currency_id.round(max(prices[offer.product_id.id][0], 0))
            for offer in offers
        }


def _name_category(rule, path):
    """The rule with its categories told as yes or no of one product.

    :param path: ids of the product's category and all above it
    """
    return rule._replace(
        targets=tuple(
            (kind, {not ids.isdisjoint(path)} if kind == "categ_ids" else ids)
            for kind, ids in rule.targets
        )
    )


class OffHub(models.Model):
    _inherit = "off.hub"

    def _get_access(self, partner):
        """:return: ``Access`` of ``partner``, empty for a visitor; one query"""
        if partner:
            return self._get_accesses(partner)[partner]
        return self._make_access(False)

    def _get_accesses(self, partners):
        """:return: ``{res.partner: Access}``, in one query"""
        self.ensure_one()
        known = self.sudo()._read_customers(partners.commercial_partner_id)
        return {
            partner: self._make_access(
                True, *known.get(partner.commercial_partner_id.id, ())
            )
            for partner in partners
        }

    def _make_access(
        self, is_known, state=None, is_member=False, pricelist=False, groups=()
    ):
        hub = self.sudo()
        allowed = {"public": True, "registered": is_known, "members": is_member}
        sees = allowed[hub.seen_by]
        return Access(
            sees=sees,
            orders=sees and allowed[hub.ordered_by],
            is_known=is_known,
            has_asked=state == "asked",
            pricelist=pricelist or False,
            groups=tuple(groups or ()),
        )

    def _read_customers(self, partners):
        """:return: ``{res.partner id: (state, is a member today, id of its price list,
        ids of its groups)}`` as this hub knows ``partners``"""
        # Not all that is changed: orders that are being validated are written once.
        for name in ("off.hub.customer", "off.customer.group"):
            self.env[name].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.partner_id, c.state,
                       c.state = 'member'
                       AND COALESCE(c.date_start <= %(today)s, TRUE)
                       AND COALESCE(c.date_end >= %(today)s, TRUE),
                       (array_agg(g.pricelist_id ORDER BY g.sequence, g.id)
                            FILTER (WHERE g.pricelist_id IS NOT NULL))[1],
                       array_agg(g.id ORDER BY g.id) FILTER (WHERE g.id IS NOT NULL)
                  FROM off_hub_customer c
                  LEFT JOIN off_customer_group_off_hub_customer_rel r
                         ON r.off_hub_customer_id = c.id
                  LEFT JOIN off_customer_group g
                         ON g.id = r.off_customer_group_id AND g.active
                 WHERE c.hub_id = %(hub)s AND c.partner_id = ANY(%(partners)s)
                 GROUP BY c.id
                """,
                today=fields.Date.context_today(self),
                hub=self.id,
                partners=list(partners.ids),
            )
        )
        return {partner: tuple(rest) for partner, *rest in rows}
