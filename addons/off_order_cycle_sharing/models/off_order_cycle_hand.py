from collections import defaultdict
from decimal import Decimal, InvalidOperation

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.off_order_cycle.engine.allocation import spread


class OffOrderCycle(models.Model):
    """Sharing out by hand, or again by another rule, until the goods are handed over
    (rule 20)."""

    _inherit = "off.order.cycle"

    def _check_may_share_by_hand(self):
        if not self.env.user.has_group("off_hub_network.group_coordinator"):
            raise AccessError(self.env._("Only coordinators share out goods."))
        self.check_access("write")

    def off_share_by_hand(self, product_id, shares, stamp):
        """Give what ``shares`` says.

        :param shares: ``{order line id as text: quantity in the product's unit}`` of
            those that change
        :param stamp: what ``off_get_sharing`` told of this product
        :return: the product as ``off_get_sharing`` tells it, as it is now
        :raise UserError: more than arrived, a quantity that is none, or somebody else
            changed it meanwhile
        """
        key, lots, lines, given = self._begin_sharing(product_id, stamp)
        product = key[1]
        own = {str(line.id): line for line in lines if self._is_own(line)}
        if unknown := set(shares) - set(own):
            raise UserError(
                self.env._(
                    "These lines do not ask for %(product)s here: %(lines)s.",
                    product=product.display_name,
                    lines=", ".join(sorted(unknown)),
                )
            )
        wanted = {
            line: self._read_share(shares[key], line)
            if key in shares
            else sum(given[line].values(), Decimal(0))
            for key, line in own.items()
        }
        self._give(product, lots, lines, given, wanted)
        return self._end_sharing(key)

    def off_share_by_rule(self, product_id, rule, stamp):
        """Share a product out again.

        :param rule: a key of ``share_rule``
        :return: as ``off_share_by_hand``
        """
        if rule not in dict(self._fields["share_rule"].selection):
            raise UserError(
                self.env._("“%s” is no rule for sharing out.", str(rule)[:20])
            )
        key, lots, lines, given = self._begin_sharing(product_id, stamp)
        product = key[1]
        own = [line for line in lines if self._is_own(line)]
        left = self._get_free(lots, lines, given)
        wanted = self.sudo()._share_wishes(sum(left.values(), Decimal(0)), own, rule)
        self._give(product, lots, lines, given, wanted)
        return self._end_sharing(key)

    # -- steps -------------------------------------------------------------------------
    def _begin_sharing(self, product_id, stamp):
        self.ensure_one()
        self._check_may_share_by_hand()
        self._lock_row()
        self._check_state("allocated")
        cycle = self.sudo()
        key = cycle._read_shared_key(product_id)
        product = key[1]
        lines = cycle._get_lines_of(key)
        if not lines:
            raise UserError(
                self.env._("Nobody asks for this product in %s.", self.name)
            )
        given = cycle._get_given()
        own = lines.filtered(self._is_own)
        if self._get_share_stamp(own, given) != stamp:
            raise UserError(
                self.env._(
                    "Somebody has changed how %s is shared out meanwhile. Look at it "
                    "as it is now, then change it again.",
                    product.display_name,
                )
            )
        lots = cycle._get_lots_to_share({key: lines}, given)
        return key, lots.get(key, {}), lines, given

    def _read_shared_key(self, product_id):
        """What ``off_get_sharing`` told as ``id``: a product, or as text one and the
        warehouse from which it comes."""
        product, _slash, warehouse = str(product_id).partition("/")
        return (
            self.env["stock.warehouse"].browse(int(warehouse) if warehouse else ()),
            self.env["product.product"].browse(int(product)).exists(),
        )

    def _get_lines_of(self, key):
        return self._get_lines_in_order().filtered(
            lambda line: (line.off_warehouse_id, line.product_id) == key
        )

    def _is_own(self, line):
        """What other operators' customers get has left for their stock."""
        return line.company_id == self.sudo().company_id

    def _read_share(self, quantity, line):
        try:
            share = Decimal(str(quantity))
        except InvalidOperation:
            share = Decimal("NaN")
        rounded = self._to_decimal(quantity) if share.is_finite() else share
        if not share.is_finite() or share < 0 or share > 10**9 or share != rounded:
            raise UserError(
                self.env._(
                    "%(customer)s: “%(quantity)s” is no quantity. Write a number from "
                    "0 on, with four decimals at most.",
                    customer=line.order_id.partner_id.display_name,
                    quantity=str(quantity)[:20],
                )
            )
        line.product_id.uom_id._off_check_has(line.product_id, share)
        return share

    def _get_free(self, lots, lines, given):
        """:return: ``{lot: quantity}`` of what arrived and has not left for other
        operators"""
        free = dict(lots)
        names = {(lot.product_id, lot.name): lot for lot in lots}
        for line in lines:
            if not self._is_own(line):
                for lot, quantity in given[line].items():
                    # They were given under a twin of it.
                    ours = names.get((line.product_id, lot.name), lot)
                    if ours in free:
                        free[ours] -= quantity
        return {lot: quantity for lot, quantity in free.items() if quantity > 0}

    def _give(self, product, lots, lines, given, wanted):
        """Write the differences to what is given now.

        :param wanted: ``{order line: quantity}`` of all lines of the own operator
        """
        free = self._get_free(lots, lines, given)
        total, there = sum(wanted.values()), sum(free.values(), Decimal(0))
        if total > there:
            raise UserError(
                self.env._(
                    "%(product)s: %(total)s would be given, and %(there)s is there.",
                    product=product.display_name,
                    total=write_number(self.env, total),
                    there=write_number(self.env, there),
                )
            )
        target = defaultdict(Decimal)
        for lot, line, quantity in spread(free.items(), wanted.items()):
            target[line, lot] += quantity
        self._write_shares(target, list(wanted))

    def _write_shares(self, target, lines):
        """:param target: ``{(order line, lot): quantity}``"""
        Allocation = self.env["off.allocation"].sudo()
        standing = Allocation.search(
            [("sale_line_id", "in", [line.id for line in lines]), ("quantity", ">", 0)]
        )
        gone = Allocation
        for one in standing:
            quantity = target.pop((one.sale_line_id, one.lot_id), None)
            if quantity is None:
                gone |= one
            elif self._to_decimal(one.quantity) != quantity:
                # What was weighed was weighed of another quantity.
                one.write({"weight": 0.0, "quantity": float(quantity)})
        gone.unlink()
        Allocation.create(
            [
                {
                    "sale_line_id": line.id,
                    "lot_id": lot.id,
                    "quantity": float(quantity),
                }
                for (line, lot), quantity in target.items()
            ]
        )

    def _end_sharing(self, key):
        cycle = self.sudo()
        cycle.invalidate_recordset(["allocation_ids"])
        lines, given = cycle._get_lines_of(key), cycle._get_given()
        lots = cycle._get_lots_to_share({key: lines}, given)
        return cycle.with_env(self.env)._read_shared_product(
            key, lots.get(key, {}), lines, given
        )
