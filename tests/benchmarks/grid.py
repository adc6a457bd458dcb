"""The grid in which a volunteer types the orders of others, beside stock Odoo's orders.

Typing the same orders into stock Odoo is a form each: the baseline creates and confirms
them one by one, as their forms would, for the same products without a cycle.
"""

import random
import time

from support import server

from ._figures import figure, report
from ._shop_seed import make_shop

LOGIN = "grid"


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=100, help="customers, 1 or more")
    parser.add_argument("--products", type=int, default=200, help="10 or more")
    parser.add_argument("--lines", type=int, default=10, help="of each order")


def check_arguments(args):
    if args.size < 1:
        raise ValueError(f"--size {args.size} types no orders; give 1 or more")
    if args.products < 10 or not 1 <= args.lines <= args.products:
        raise ValueError("give 10 or more --products, and no more --lines than those")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_shop(env, random.Random(args.seed), (args.products,), buyers=1)
        edge = env["off.exchange"].browse(made["exchanges"][args.products])
        grid = Grid(env, edge, args)
        ours = grid.measure()
        stock = grid.measure_stock()
    name = f"{args.size} customers × {args.products} products"
    whole = f"{name}, {args.size * args.lines} cells"
    return report(
        [
            figure(f"{name}: opens", ours["opens"][0], "s"),
            figure(f"{name}: opens, queries", ours["opens"][1], "q"),
            figure(f"{whole}: saved at once", ours["saves"][0], "s"),
            figure(f"{whole}: saved, queries", ours["saves"][1], "q"),
            figure(f"{whole}: opens again", ours["opens again"][0], "s"),
            figure(f"{whole}: every cell changed", ours["changes"][0], "s"),
            figure(
                "saved, as part of the same orders in stock Odoo",
                ours["saves"][0] / stock["orders"][0],
                "×",
                1,
            ),
        ],
        _describe(ours),
        _describe(stock),
    )


def _describe(costs):
    return {
        name: {"seconds": round(seconds, 3), "queries": queries}
        for name, (seconds, queries) in costs.items()
    }


class Grid:
    def __init__(self, env, edge, args):
        self.env = env
        self.args = args
        self.random = random.Random(args.seed)
        self.offers = edge.offer_ids
        self.families = env["res.partner"].create(
            [{"name": f"Famille {number:03}"} for number in range(args.size)]
        )
        self.families._off_serve_by(edge.company_id)
        company = edge.company_id
        user = env["res.users"].create(
            {
                "name": LOGIN,
                "login": LOGIN,
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [
                    (4, env.ref("off_hub_network.group_hub_manager").id),
                ],
            }
        )
        self.slot = edge.slot_ids[0]
        self.desk = edge.with_user(user).with_company(company)
        self.wishes = {
            family: self.random.sample(self.offers.ids, args.lines)
            for family in self.families
        }
        env.cr.commit()

    def measure(self):
        costs = {}
        costs["opens"], _told = self._time(self.desk.get_order_grid)
        rows = [self._type(family) for family in self.families]
        costs["saves"], answer = self._time(lambda: self.desk.save_order_grid(rows))
        self._check(answer)
        costs["opens again"], told = self._time(self.desk.get_order_grid)
        shown = {row["partner"]: row for row in told["rows"]}
        rows = [self._type(family, shown[family.id], 3) for family in self.families]
        costs["changes"], answer = self._time(lambda: self.desk.save_order_grid(rows))
        self._check(answer)
        return costs

    def _type(self, family, shown=None, quantity=2):
        order = shown["order"] if shown else False
        return {
            "key": str(family.id),
            "partner": family.id,
            "order": order,
            "slot": self.slot.id,
            "version": shown["version"] if shown else "",
            "known": [order] if order else [],
            "cells": {str(offer): quantity for offer in self.wishes[family]},
        }

    def _check(self, answer):
        if wrong := [row for row in answer["rows"] if not row["saved"]]:
            raise RuntimeError(f"not saved: {wrong[:2]}")
        orders = self.env["sale.order"].search_count(
            [("off_exchange_id", "=", self.desk.id), ("state", "=", "sale")]
        )
        if orders != self.args.size:
            raise RuntimeError(f"{orders} orders instead of {self.args.size}")

    def measure_stock(self):
        """The same orders outside of cycles, one form after the other."""
        products = {offer.id: offer.product_id.id for offer in self.offers}
        Order = self.env["sale.order"].with_company(self.desk.sudo().company_id)

        def type_all():
            for family, offers in self.wishes.items():
                Order.create(
                    {
                        "partner_id": family.id,
                        "order_line": [
                            (
                                0,
                                0,
                                {"product_id": products[one], "product_uom_qty": 2},
                            )
                            for one in offers
                        ],
                    }
                ).action_confirm()
                self.env.flush_all()

        cost, _none = self._time(type_all)
        return {"orders": cost}

    def _time(self, action):
        """:return: ((seconds, queries), what came of it)"""
        self.env.flush_all()
        self.env.invalidate_all()
        queries, start = self.env.cr.sql_log_count, time.perf_counter()
        result = action()
        self.env.flush_all()
        cost = time.perf_counter() - start, self.env.cr.sql_log_count - queries
        self.env.cr.commit()
        return cost, result
