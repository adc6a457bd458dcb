from collections import defaultdict
from decimal import Decimal

from odoo import fields, models

from ..engine.charges import charge
from ..tools.closing import LATER
from .off_exchange_fees import COORDINATOR
from .off_fee_mixin import read_terms


class SaleOrder(models.Model):
    """The fees of an order in a cycle: kept in step with what is ordered, frozen in
    their terms once it is validated, final once it is handed over."""

    _inherit = "sale.order"

    off_fee_ids = fields.One2many(
        "off.order.fee", "order_id", string="Fees", readonly=True
    )
    # {exchange id or 0 for the coordinator, as text: [[fee id, terms], …]}
    off_fee_terms = fields.Json("Terms of fees", readonly=True, copy=False)

    def write(self, vals):
        if "order_line" not in vals and "off_exchange_id" not in vals:
            return super().write(vals)
        # Once for all lines, not at each of them.
        late = self.with_context(off_fees=LATER)
        result = super(SaleOrder, late).write(vals)
        self._off_update_fees()
        return result

    def _get_copiable_order_lines(self):
        # A copy has its own cycle, if any, and the fees of that one.
        return (
            super()
            ._get_copiable_order_lines()
            .filtered(lambda line: not line.off_is_fee)
        )

    def _off_update_fees(self):
        """Bring the fees of these orders in step with their lines.

        In a number of queries that does not depend on how many orders there are, as
        long as no line of a fee comes or goes.
        """
        orders = self.sudo().filtered(
            lambda order: (
                order.off_exchange_id and order.state != "cancel" and not order.locked
            )
        )
        if orders:
            charged = orders._off_charge(lambda line: line._off_get_ordered())
            orders._off_store_fees(charged)
            orders.filtered(lambda order: order.state == "sale")._off_freeze_fees()
            orders._off_update_followers()

    def _off_update_followers(self):
        """Hook to bring lines in step that follow from the goods of these orders and
        are no fees, such as deposits; before anything looks at the whole order."""

    def _off_freeze_fees(self):
        """Keep the terms of the edges that these orders go through: what fees become
        later, and fees that come later, are for later orders (rule 18).

        An edge that a validated order goes through for the first time is kept as it is
        then.
        """
        for order in self.sudo():
            kept = order._off_get_kept_terms()
            lines = order.order_line.filtered(
                lambda line: line.off_offer_id and line.product_uom_qty
            )
            touched = {COORDINATOR, order.off_exchange_id.id}
            touched.update(lines.off_offer_id.incoming_id.exchange_id.ids)
            new = {
                str(key or 0): terms
                for key, terms in order._off_get_terms().items()
                if key in touched and str(key or 0) not in kept
            }
            if new:
                order.off_fee_terms = kept | new

    def _off_get_kept_terms(self):
        self.ensure_one()
        return (self.off_fee_terms or {}) if self.state == "sale" else {}

    def _off_get_terms(self):
        """Terms of the fees of each edge, as they are now.

        :return: ``{exchange id or COORDINATOR: [[fee id, terms], …]}``
        """
        self.ensure_one()
        places = self.off_exchange_id._get_charging_fees(
            self.order_line.off_offer_id.incoming_id.exchange_id
        )
        return {
            key: [[fee.id, fee._get_terms()] for fee in fees]
            for key, fees in places.items()
        }

    def _off_settle_fees(self):
        """Compute the fees of what was handed over, to be invoiced.

        A fee that came to nothing when the order was placed is not charged because
        something did not arrive.
        """
        orders = self.sudo().filtered("off_fee_ids")
        charged = orders._off_charge(lambda line: line._off_get_delivered())
        for order in orders:
            final = {key: charge.amount for key, charge in charged[order].items()}
            for row in order.off_fee_ids:
                amount = final.pop(row._get_key(), Decimal(0))
                row.amount_final = float(amount)
        for line in orders.order_line.filtered("off_fee_ids"):
            line.qty_delivered = (
                1.0 if any(line.off_fee_ids.mapped("amount_final")) else 0.0
            )

    def _off_charge(self, get_quantity):
        """Fees that these orders bear.

        :param get_quantity: function of an order line, in the product's unit
        :return: ``{order: {(fee, exchange, taxes): engine.charges.Charge}}``; the
            exchange is empty for the coordinator, taxes for a fee that inherits none
        """
        result = {}
        for order in self:
            edges = order._off_get_edges()
            rounding = Decimal(str(order.currency_id.rounding))
            lines = [
                line._off_prepare_charged(get_quantity(line))
                for line in order.order_line
                if line.off_offer_id
            ]
            charges = charge(lines, edges, rounding) if any(edges.values()) else []
            result[order] = {(one.fee, one.edge, one.tax): one for one in charges}
        return result

    def _off_get_edges(self):
        """The fees of each edge that this order may touch, in the order in which they
        are told: producers, hub, coordinator.

        A validated order keeps the terms of those that it went through.

        :return: ``{exchange id or COORDINATOR: [engine.charges.Terms]}``, the key of a
            fee being its id
        """
        kept = self._off_get_kept_terms()
        return {
            key: [
                read_terms(fee_id, terms)
                for fee_id, terms in kept.get(str(key or 0), current)
            ]
            for key, current in self._off_get_terms().items()
        }

    def _off_store_fees(self, charged):
        """Write what ``_off_charge`` returned as fees and lines of the orders."""
        places = {
            order: order._off_get_fee_places(charges)
            for order, charges in charged.items()
        }
        lines = self._off_ensure_fee_lines(places)
        to_create, gone = [], self.env["off.order.fee"]
        amounts = defaultdict(Decimal)
        for order, charges in charged.items():
            rows = {row._get_key(): row for row in order.off_fee_ids}
            for key, one in charges.items():
                line = lines[order, places[order][key]]
                amounts[line] += one.amount
                row = rows.get(key)
                if row and row.sale_line_id == line:
                    del rows[key]
                    order._off_refresh_fee(row, float(one.amount))
                else:
                    to_create.append(
                        order._off_prepare_fee(key, line, float(one.amount))
                    )
            gone = gone.union(*rows.values())
        without = gone.sale_line_id - self.env["sale.order.line"].union(*amounts)
        gone.unlink()
        without.with_context(off_fees=LATER).unlink()
        self.env["off.order.fee"].sudo().create(to_create)
        for line, amount in amounts.items():
            line._off_set_fee(float(amount))

    def _off_get_fee_places(self, charges):
        """On which line each fee of an order is told.

        :return: ``{key of charges: (type, beneficiary, account, taxes)}``
        """
        self.ensure_one()
        places = {row._get_key(): row._get_place() for row in self.off_fee_ids}
        for key in charges:
            if key in places and self.state == "sale":
                continue
            fee_id, _exchange_id, tax = key
            fee = self.env["off.fee"].browse(fee_id)
            if tax is None:
                taxes = fee._get_own_taxes(self.company_id)
                taxes = self.fiscal_position_id.map_tax(taxes)
            else:
                taxes = self.env["account.tax"].browse(tax)
            places[key] = (
                fee.fee_type,
                fee.beneficiary_id,
                fee._get_account(self.company_id),
                taxes,
            )
        return places

    def _off_ensure_fee_lines(self, places):
        """
        :param places: ``{order: what _off_get_fee_places returns}``
        :return: ``{(order, (type, beneficiary, account, taxes)): sale.order.line}``,
            created where they were missing
        """
        lines = {
            (row.order_id, row._get_place()): row.sale_line_id
            for row in self.off_fee_ids
        }
        missing = [
            pair
            for pair in dict.fromkeys(
                (order, place)
                for order, by_key in places.items()
                for place in by_key.values()
            )
            if pair not in lines
        ]
        if not missing:
            return lines
        # Looked up once for all lines, not at each of them.
        product = self.env.ref("off_order_cycle.product_fee").product_variant_id
        common = self.env["off.exchange"]._prepare_common_line()
        created = (
            self.env["sale.order.line"]
            .sudo()
            .with_context(off_fees=LATER, sale_no_log_for_new_lines=True)
            .create(
                [
                    {**common, **order._off_prepare_fee_line(place[-1], product)}
                    for order, place in missing
                ]
            )
        )
        return lines | dict(zip(missing, created, strict=True))

    def _off_refresh_fee(self, row, amount):
        """A cart follows the fee as it is now, a validated order keeps its terms."""
        vals = {}
        if row.currency_id.compare_amounts(row.amount_ordered, amount):
            vals["amount_ordered"] = amount
        if self.state != "sale":
            vals["name"] = self._off_get_fee_name(row.fee_id)
        row.write({name: value for name, value in vals.items() if row[name] != value})

    def _off_get_fee_name(self, fee):
        lang = self.partner_id.lang or self.env.lang
        return fee.with_context(lang=lang).name

    def _off_prepare_fee_line(self, taxes, product):
        return {
            "order_id": self.id,
            "product_id": product.id,
            "name": product.name,
            "product_uom_qty": 1.0,
            "price_unit": 0.0,
            "tax_ids": [fields.Command.set(taxes.ids)],
            "off_is_fee": True,
            "sequence": 1000,
        }

    def _off_prepare_fee(self, key, line, amount):
        fee_id, exchange_id, tax = key
        fee = self.env["off.fee"].browse(fee_id)
        return {
            "order_id": self.id,
            "sale_line_id": line.id,
            "fee_id": fee_id,
            "exchange_id": exchange_id,
            "name": self._off_get_fee_name(fee),
            "fee_type": fee.fee_type,
            "beneficiary_id": fee.beneficiary_id.id,
            "account_id": fee._get_account(self.company_id).id,
            "inherits_tax": tax is not None,
            "amount_ordered": amount,
        }
