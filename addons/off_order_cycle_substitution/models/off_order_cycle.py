from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

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

    def _get_spare_lots(self, offer, asking=None):
        """Goods of an offer that nobody was given or is asked about.

        :param asking: the off.substitution that may take what is held for it
        :return: ``{lot: Decimal more than 0}``, the first to leave first
        """
        product = offer.product_id
        item = (
            self.env["off.catalog.item"]
            ._get_terms(offer.exchange_id.hub_id, product)[product]
            .item
        )
        warehouse = item.warehouse_id
        if warehouse:
            lots = self._get_spare_of_stock(warehouse, product)
        else:
            lots = self._get_spare_of_arrival(product)
        for one in self.substitution_ids:
            if one.state == "draft" and one != asking and one.product_id == product:
                lots = self._leave_out(lots, self._to_decimal(one.quantity))
        return lots

    def _get_spare_of_arrival(self, product):
        lines = self._get_lines_to_buy().filtered(
            lambda line: line.product_id == product
        )
        given = self._get_given()
        lots = self._get_free(self._get_received().get(product, {}), lines, given)
        for line in lines:
            if self._is_own(line) and line in given:
                for lot, quantity in given[line].items():
                    lots[lot] = lots.get(lot, Decimal(0)) - quantity
        return {lot: quantity for lot, quantity in lots.items() if quantity > 0}

    def _get_spare_of_stock(self, warehouse, product):
        free = warehouse._off_get_free(product)[product]
        lots = warehouse._off_get_fit_lots(self, product)[product]
        return self._take_first(lots, free)

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
        for offer in offers:
            if offer.product_id not in spare:
                lots = self._get_spare_lots(offer)
                spare[offer.product_id] = sum(lots.values(), Decimal(0))
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
        for product, quantity in wanted.items():
            left = sum(self._get_spare_lots(offers[product]).values(), Decimal(0))
            if quantity > left:
                raise UserError(
                    self.env._(
                        "%(product)s: %(quantity)s would be proposed, and %(left)s is "
                        "left.",
                        product=product.display_name,
                        quantity=f"{float(quantity):g}",
                        left=f"{float(left):g}",
                    )
                )

    def _tell_substitutes(self, proposals):
        template = self.env.ref(TEMPLATE)
        for order in proposals.order_id:
            if order.partner_id.email:
                order.message_post_with_source(
                    template,
                    message_type="comment",
                    subtype_xmlid="mail.mt_note",
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
