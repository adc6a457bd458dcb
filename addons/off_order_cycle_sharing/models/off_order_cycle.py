from collections import defaultdict
from decimal import Decimal

from odoo import models


class OffOrderCycle(models.Model):
    """What the screen of sharing out shows."""

    _inherit = "off.order.cycle"

    def action_view_sharing(self):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "off_order_cycle_sharing.action_sharing"
        )
        return action | {
            "context": {"active_id": self.id},
            "params": {"cycle_id": self.id},
        }

    def off_get_sharing(self):
        """Who asked for what of this cycle, and who gets it.

        What other operators' customers get is told as one sum for each hub: who they
        are is theirs (rule 4).

        :return: dict of plain values: ``name``, ``state``, ``rules`` (list of [key,
            label]), ``currency_id`` and ``products``, those that are short first, see
            ``_read_shared_product``
        """
        self.ensure_one()
        self._check_may_share_by_hand()
        cycle = self.sudo()
        given = cycle._get_given()
        claims = cycle._get_lines_in_order().grouped(
            lambda line: (line.off_warehouse_id, line.product_id)
        )
        lots = cycle._get_lots_to_share(claims, given)
        names = dict(self._fields["share_rule"]._description_selection(self.env))
        products = [
            cycle.with_env(self.env)._read_shared_product(
                key, lots.get(key, {}), asking, given
            )
            for key, asking in claims.items()
        ]
        products.sort(key=lambda row: (row["given"] >= row["asked"], row["name"]))
        return {
            "name": self.name,
            "state": self.state,
            "rules": [[key, label] for key, label in names.items() if key != "groups"]
            + ([["groups", names["groups"]]] if cycle.share_group_ids else []),
            "currency_id": self.currency_id.id,
            "products": products,
        }

    def _get_lots_to_share(self, claims, given):
        """What there is of goods, shared out already or not.

        :param claims: ``{(warehouse, product): order lines}``, the empty warehouse for
            what was ordered from a producer
        :return: ``{(warehouse, product): {lot: Decimal}}``
        """
        goods = self._get_goods(claims)
        for key, lines in claims.items():
            if not key[0]:
                continue
            # What was given from stock is no longer free there.
            lots = defaultdict(Decimal)
            for line in lines:
                for lot, quantity in given.get(line, {}).items():
                    lots[lot] += quantity
            asked = sum(line._off_to_decimal(line._off_get_ordered()) for line in lines)
            free = goods.get(key, {}).items()
            rest = max(asked - sum(lots.values()), Decimal(0))
            for lot, quantity in self._take_first(free, rest).items():
                lots[lot] += quantity
            goods[key] = dict(lots)
        return goods

    def _get_given(self):
        """:return: ``{order line: {lot: Decimal}}``"""
        given = defaultdict(lambda: defaultdict(Decimal))
        for one in self.allocation_ids:
            if one.quantity > 0:
                quantity = self._to_decimal(one.quantity)
                given[one.sale_line_id][one.lot_id] += quantity
        return given

    def _read_shared_product(self, key, lots, lines, given):
        """
        :param key: (warehouse or none, product)
        :param lots: ``{lot: quantity that arrived or is in stock}``
        :param lines: the order lines that ask for it, of all operators
        :return: dict with ``id``, ``name``, ``unit``, ``received``, ``asked``,
            ``given``, ``stamp`` (of what is shared out now), ``lots`` (texts) and
            ``lines``, in the order in which they were placed
        """
        warehouse, product = key
        product = product.with_env(self.env).sudo()
        name = product.with_context(display_default_code=False).display_name
        if warehouse:
            name = self.env._(
                "%(product)s (stock of %(warehouse)s)",
                product=name,
                warehouse=warehouse.name,
            )
        own = lines.filtered(lambda line: line.company_id == self.company_id)
        rows = [self._read_shared_line(line, given) for line in own]
        rows += self._read_other_hubs(lines - own, given)
        return {
            "id": f"{product.id}/{warehouse.id}" if warehouse else product.id,
            "name": name,
            "unit": product.uom_id.name,
            "received": float(sum(lots.values())),
            "asked": sum(row["asked"] for row in rows),
            "given": float(
                sum(sum(given[line].values()) for line in lines if line in given)
            ),
            "stamp": self._get_share_stamp(own, given),
            "lots": [lot.name for lot in lots if lot],
            "lines": rows,
        }

    def _read_shared_line(self, line, given):
        order = line.order_id
        ordered = line._off_get_ordered()
        return {
            "id": line.id,
            "order": order.name,
            "customer": order.partner_id.display_name,
            "hub": order.off_hub_id.name,
            "point": order.off_slot_id.point_id.name or "",
            "asked": ordered,
            "given": float(sum(given[line].values())) if line in given else 0.0,
            # Of one unit, taxes included: what more or less of it costs.
            "price": line.price_total / ordered if ordered else 0.0,
        }

    def _read_other_hubs(self, lines, given):
        return [
            {
                "id": False,
                "order": "",
                "customer": self.env._("Customers of %s", hub.name),
                "hub": hub.name,
                "point": "",
                "asked": sum(line._off_get_ordered() for line in asking),
                "given": float(
                    sum(sum(given[line].values()) for line in asking if line in given)
                ),
                "price": 0.0,
            }
            for hub, asking in lines.grouped(
                lambda line: line.order_id.off_hub_id
            ).items()
        ]

    def _get_share_stamp(self, lines, given):
        """What is shared out now, as text: who changes it says what it has seen."""
        return ";".join(
            f"{line.id}:{float(sum(given[line].values())):g}"
            for line in lines
            if line in given
        )
