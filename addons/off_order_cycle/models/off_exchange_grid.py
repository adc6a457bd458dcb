import hashlib
import json
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class OffExchange(models.Model):
    """The grid in which the staff of a hub types orders for its customers: what it
    shows. Saving is in ``off_exchange_grid_save``."""

    _inherit = "off.exchange"

    def action_open_order_grid(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "off_order_grid",
            "name": self.env._("Orders of %s", self.cycle_id.name),
            "context": {"active_id": self.id},
            "params": {"exchange_id": self.id},
        }

    def _get_desk(self):
        """This exchange for whoever types its orders, without the limits of access that
        are checked here: its hub's staff sees and changes the orders of its customers,
        without being let to all that the operator sells.

        :raise AccessError: for anybody else
        """
        self.ensure_one()
        self.check_access("write")
        is_staff = self.env.user.has_group("off_hub_network.group_hub_manager")
        is_own = self.company_id in self.env.companies
        if not self.env.su and not (is_staff and is_own):
            raise AccessError(
                self.env._("Orders of others are typed by those who manage this hub.")
            )
        return self.sudo().with_company(self.company_id)

    @api.readonly
    def get_order_grid(self):
        """All that the grid shows, in a fixed number of queries.

        :return: ``{"name", "hub", "currency": res.currency id, "is_open": bool,
            "hubs": [{"id": off.exchange id, "name"}], "offers": […], "slots": […],
            "rows": […]}``, see ``_tell_offers``, ``_tell_slots``, ``_tell_orders``
        """
        desk = self._get_desk()
        cycle = desk.cycle_id
        orders = desk._get_grid_orders()
        return {
            "name": cycle.name,
            "hub": desk.hub_id.name,
            "currency": desk.company_id.currency_id.id,
            "is_open": desk._takes_orders(),
            "hubs": [
                {"id": edge.id, "name": edge.hub_id.name}
                for edge in cycle.outgoing_ids
                if edge.company_id in self.env.companies
            ],
            "offers": desk._tell_offers(),
            "slots": desk._tell_slots(),
            "rows": desk._tell_orders(orders),
        }

    def _get_grid_orders(self, ids=None):
        """Validated orders of this exchange, those of ``ids`` where given."""
        domain = [("off_exchange_id", "=", self.id), ("state", "=", "sale")]
        if ids is not None:
            domain.append(("id", "in", ids))
        return self.env["sale.order"].search(domain, order="id")

    # -- columns -----------------------------------------------------------------------
    def _tell_offers(self):
        """:return: ``[{"id", "name", "code", "producer", "unit": "" for the piece,
        "price": with the fees that each unit bears, "left": None without limit, "sold":
        bool, "limit": of a customer, "least": of an order, "pack": what
            ``_get_pack_progress`` tells, False where it is handed over by the unit}]``
        """
        offers = self.env["off.offer"].search_fetch(
            [("exchange_id", "=", self.id)],
            ["product_id", "producer_id", "incoming_id", "price", "customer_limit"],
        )
        offers = offers.with_context(display_default_code=False)
        prices, left = self._get_shown_prices(offers), self._get_left()
        packs = self._get_pack_progress()
        piece = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        told = [
            {
                "id": offer.id,
                "name": offer.product_id.display_name,
                "code": offer.product_id.default_code or "",
                "producer": offer.producer_id.name or "",
                "unit": _get_unit(offer.product_id.uom_id, piece),
                "price": prices[offer].total,
                "left": left.get(offer.id, 0),
                "sold": offer.id in left,
                "limit": offer.customer_limit,
                "least": offer.product_id.off_min_qty,
                "pack": packs.get(offer.id, False),
            }
            for offer in offers
        ]
        return sorted(told, key=lambda one: (one["producer"], one["name"], one["id"]))

    def _tell_slots(self):
        """:return: ``[{"id", "name", "left": places, None without limit}]``"""
        slots = self.slot_ids.with_context(tz=self.company_id._off_get_tz())
        return [
            {
                "id": slot.id,
                "name": slot.display_name,
                "left": None if slot.on_demand else int(slot.available_qty),
            }
            for slot in slots
        ]

    # -- rows --------------------------------------------------------------------------
    def _tell_orders(self, orders):
        """:return: ``[{"order": id, "ref": name, "partner": id, "name": of the
        customer, "slot": id or False, "cells": {offer id as text: quantity}, "tops":
        {offer id as text: quantity accepted on top}, "total", "version": what changes
        with any of it}]``
        """
        cells, tops = self._get_cells(orders)
        return [
            {
                "order": order.id,
                "ref": order.name,
                "partner": order.partner_id.id,
                "name": order.partner_id.display_name,
                "slot": order.off_slot_id.id,
                "cells": cells[order.id],
                "tops": tops[order.id],
                "total": order.amount_total,
                "version": _get_version(
                    order.off_slot_id.id, cells[order.id], tops[order.id]
                ),
            }
            for order in orders
        ]

    def _get_cells(self, orders):
        """:return: twice ``{sale.order id: {offer id as text: quantity in its unit}}``:
        what is ordered, and what is accepted on top of it"""
        orders.order_line.flush_recordset()
        cells = defaultdict(lambda: defaultdict(float))
        tops = defaultdict(lambda: defaultdict(float))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.order_id, l.off_offer_id, l.product_uom_id, t.uom_id,
                       SUM(l.product_uom_qty)::float8,
                       COALESCE(SUM(l.off_tolerance), 0)::float8
                  FROM sale_order_line l
                  JOIN product_product p ON p.id = l.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE l.order_id = ANY(%s) AND l.off_offer_id IS NOT NULL
                   AND l.product_uom_qty <> 0
              GROUP BY l.order_id, l.off_offer_id, l.product_uom_id, t.uom_id
                """,
                orders.ids,
            )
        )
        Uom = self.env["uom.uom"]
        for order, offer, pack, unit, quantity, on_top in rows:
            if pack != unit:
                quantity = Uom.browse(pack)._compute_quantity(
                    quantity, Uom.browse(unit)
                )
            cells[order][str(offer)] += quantity
            if on_top:
                tops[order][str(offer)] += on_top
        return cells, tops


def _get_unit(unit, piece):
    return "" if unit == piece else unit.name


def _get_version(slot, cells, tops):
    """What tells an order from what it was or becomes, in a few letters."""
    told = json.dumps([slot, sorted(cells.items()), sorted(tops.items())])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
