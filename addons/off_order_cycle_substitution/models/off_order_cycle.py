from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.off_hub_network.tools.words import write_number

TEMPLATE = "off_order_cycle_substitution.mail_template_substitutes"


class OffOrderCycle(models.Model):
    """What is missing, what there is more of, and who might take it instead."""

    _inherit = "off.order.cycle"

    substitution_ids = fields.One2many("off.substitution", "cycle_id", "Substitutes")
    substitution_count = fields.Integer(
        "Substitutes proposed", compute="_compute_counts"
    )

    def _get_counts(self):
        return {
            **super()._get_counts(),
            "substitution_count": self._count("off.substitution", [], path="cycle_id"),
        }

    def action_view_substitutions(self):
        domain = [("cycle_id", "=", self.id)]
        return self._action_view(
            "off_order_cycle_substitution.off_substitution_action",
            domain,
            create=False,
        )

    def action_propose_substitutes(self):
        self.ensure_one()
        self._check_state("allocated")
        self._check_may_share_by_hand()
        if not self.sudo()._get_missing_lines():
            raise UserError(self.env._("Nothing is missing in %s.", self.name))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_substitution.off_substitution_proposal_action"
        )
        return action | {"context": {"default_cycle_id": self.id}}

    # -- what is missing, what is left -------------------------------------------------
    def _get_missing_lines(self):
        """Lines of the own operator that got less than they asked for.

        :return: ``{order line: Decimal in the product's unit}``, without what is
            proposed or was accepted in their place
        """
        given = self._get_given()
        instead = defaultdict(Decimal)
        for one in self.substitution_ids:
            if one.state in ("draft", "accepted"):
                instead[one.line_id] += self._to_decimal(one.quantity)
        missing = {}
        for line in self._get_lines_in_order():
            if not self._is_own(line):
                continue
            got = sum(given[line].values(), Decimal(0)) if line in given else 0
            asked = line._off_to_decimal(line._off_get_ordered())
            if (left := asked - got - instead[line]) > 0:
                missing[line] = left
        return missing

    def _get_spare_lots(self, offers, asking=None):
        """Goods of offers that nobody was given or is asked about, in a fixed number of
        queries for each hub and warehouse.

        :param asking: the off.substitution that may take what is held for it
        :return: ``{offer: {lot: Decimal more than 0}}``, the first to leave first
        """
        held = defaultdict(Decimal)
        for one in self.substitution_ids:
            if one.state == "draft" and one != asking:
                held[one.product_id] += self._to_decimal(one.quantity)
        sources = self._get_sources(offers)
        products = defaultdict(lambda: self.env["product.product"])
        for warehouse, product in sources.values():
            products[warehouse] |= product
        spare = {}
        for warehouse, mine in products.items():
            if warehouse:
                spare |= self._get_spare_of_stock(warehouse, mine)
            else:
                spare |= self._get_spare_of_arrival(warehouse, mine)
        return {
            offer: self._leave_out(spare[key], held[key[1]])
            for offer, key in sources.items()
        }

    def _get_sources(self, offers):
        """:return: ``{offer: (warehouse or none, product)}`` from where it comes"""
        sources = {}
        Item = self.env["off.catalog.item"]
        for hub, mine in offers.grouped(lambda one: one.exchange_id.hub_id).items():
            terms = Item._get_terms(hub, mine.product_id)
            for offer in mine:
                item = terms[offer.product_id].item
                sources[offer] = item.warehouse_id, offer.product_id
        return sources

    def _get_spare_of_arrival(self, none, products):
        """:return: ``{(none, product): {lot: Decimal}}`` of what came from producers"""
        received, given = self._get_received(), self._get_given()
        asking = self._get_lines_to_buy().grouped("product_id")
        spare = {}
        for product in products:
            lines = asking.get(product, self.env["sale.order.line"])
            lots = self._get_free(received.get(product, {}), lines, given)
            for line in lines:
                if self._is_own(line) and line in given:
                    for lot, quantity in given[line].items():
                        lots[lot] = lots.get(lot, Decimal(0)) - quantity
            spare[none, product] = {lot: n for lot, n in lots.items() if n > 0}
        return spare

    def _get_spare_of_stock(self, warehouse, products):
        """:return: ``{(warehouse, product): {lot: Decimal}}`` of what is not sold"""
        free = warehouse._off_get_free(products)
        lots = warehouse._off_get_fit_lots(self, products)
        return {
            (warehouse, one): self._take_first(lots[one], free[one]) for one in products
        }

    def _leave_out(self, lots, quantity):
        """``lots`` without so much of those that leave last."""
        left = sum(lots.values(), Decimal(0)) - quantity
        return self._take_first(lots.items(), left)

    def _get_spare(self):
        """What could be proposed.

        :return: ``{product: Decimal}`` of what the own hubs sell in this cycle
        """
        offers = self.outgoing_ids.filtered(
            lambda edge: edge.company_id == self.company_id
        ).offer_ids
        spare = {}
        for offer, lots in self._get_spare_lots(offers).items():
            spare.setdefault(offer.product_id, sum(lots.values(), Decimal(0)))
        return {product: quantity for product, quantity in spare.items() if quantity}

    # -- proposing ---------------------------------------------------------------------
    def _propose_substitutes(self, rows, date_expire):
        """Propose, and write to the customers.

        :param rows: list of (order line, product, quantity, price of a unit)
        :return: off.substitution
        :raise UserError: more than is left, or a hub that does not sell it
        """
        self.ensure_one()
        self._check_may_share_by_hand()
        self._lock_row()
        self._check_state("allocated")
        if date_expire <= fields.Datetime.now():
            raise UserError(
                self.env._("Leave customers some time: choose a later hour.")
            )
        cycle = self.sudo()
        missing = cycle._get_missing_lines()
        values = []
        for line, product, quantity, price in rows:
            line = line.sudo()
            if line not in missing:
                raise AccessError(
                    self.env._("%s lacks nothing.", line.order_id.display_name)
                )
            product.uom_id._off_check_has(product, quantity)
            values.append(
                {
                    "line_id": line.id,
                    "offer_id": cycle._find_offer(line, product.sudo()).id,
                    "quantity": quantity,
                    "price": price,
                    "date_expire": date_expire,
                }
            )
        cycle._check_spare(values)
        proposals = self.env["off.substitution"].sudo().create(values)
        cycle._tell_substitutes(proposals)
        return proposals.sudo(False)

    def _find_offer(self, line, product):
        offer = line.order_id.off_exchange_id.offer_ids.filtered(
            lambda one: one.product_id == product
        )
        if not offer:
            raise UserError(
                self.env._(
                    "%(hub)s does not sell %(product)s in %(cycle)s.",
                    hub=line.order_id.off_hub_id.name,
                    product=product.display_name,
                    cycle=self.name,
                )
            )
        return offer[:1]

    def _check_spare(self, values):
        wanted = defaultdict(Decimal)
        offers = {}
        for vals in values:
            offer = self.env["off.offer"].browse(vals["offer_id"])
            wanted[offer.product_id] += self._to_decimal(vals["quantity"])
            offers[offer.product_id] = offer
        spare = self._get_spare_lots(self.env["off.offer"].union(*offers.values()))
        for product, quantity in wanted.items():
            left = sum(spare[offers[product]].values(), Decimal(0))
            if quantity > left:
                raise UserError(
                    self.env._(
                        "%(product)s: %(quantity)s would be proposed, and %(left)s is "
                        "left.",
                        product=product.display_name,
                        quantity=write_number(self.env, quantity),
                        left=write_number(self.env, left),
                    )
                )

    def _tell_substitutes(self, proposals):
        template = self.env.ref(TEMPLATE)
        for order in proposals.order_id:
            if order.partner_id.email:
                order.message_post_with_source(
                    template,
                    message_type="comment",
                    # A note would be headed “internal communication”.
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=order.partner_id.ids,
                    force_send=False,
                )

    def action_distribute(self):
        """Extends: what is handed over is no longer asked about."""
        result = super().action_distribute()
        open_ones = self.sudo().substitution_ids.filtered(
            lambda one: one.state == "draft"
        )
        if open_ones:
            open_ones._go_to("expired")
        return result
