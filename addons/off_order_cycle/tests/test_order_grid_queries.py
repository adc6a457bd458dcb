import time

from odoo.tests import tagged

from .test_order_grid import GridCommon

CUSTOMERS = 100
PRODUCTS = 200
# Queries, with a little room. Counters are drawn in sorted order, one statement each:
# saving grows with the products that are drawn, not with the orders.
OPEN = 36
SAVE = 90


@tagged("post_install", "-at_install")
class TestOrderGridQueries(GridCommon):
    """Opening and saving the grid take as many queries for 100 customers as for 5."""

    def _fill(self, customers, products):
        goods = self.env["product.product"].create(
            [
                {
                    "name": f"Product {number}",
                    "type": "consu",
                    "off_producer_id": self.producer.id,
                    "off_price": 1.5,
                }
                for number in range(products)
            ]
        )
        goods.off_availability_ids.declared_qty = 100_000
        self.cycle = type(self).cycle = self._create_cycle()
        self.exchange = type(self).exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        self.slot = self.exchange.slot_ids
        self.offers = {offer.product_id: offer for offer in self.exchange.offer_ids}
        self.goods = goods
        families = self.env["res.partner"].create(
            [{"name": f"Family {number}"} for number in range(customers)]
        )
        families._off_serve_by(self.company_a)
        self.desk = self.exchange.with_user(self.manager).with_company(self.company_a)
        return families

    def _measure(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before, start = self.env.cr.sql_log_count, time.perf_counter()
        result = action()
        self.env.flush_all()
        seconds = time.perf_counter() - start
        return result, self.env.cr.sql_log_count - before, seconds

    def _get_rows(self, families, quantity):
        """Every customer has every product, in quantities from 1 to 5."""
        told = {row["partner"]: row for row in self.desk.get_order_grid()["rows"]}
        return [
            {
                "key": str(family.id),
                "partner": family.id,
                "order": told.get(family.id, {}).get("order", False),
                "slot": self.slot.id,
                "version": told.get(family.id, {}).get("version", ""),
                "known": [told[family.id]["order"]] if family.id in told else [],
                "cells": {
                    str(self.offers[product].id): (index + number + quantity) % 5 + 1
                    for number, product in enumerate(self.goods)
                },
            }
            for index, family in enumerate(families)
        ]

    def _run(self, customers, products):
        """:return: ``{step: (queries, seconds)}``"""
        families = self._fill(customers, products)
        figures = {}
        for step, quantity in (("create", 0), ("change", 1)):
            rows = self._get_rows(families, quantity)
            answer, *figures[step] = self._measure(
                lambda rows=rows: self.desk.save_order_grid(rows)
            )
            self.assertTrue(all(row["saved"] for row in answer["rows"]))
        grid, *figures["open"] = self._measure(self.desk.get_order_grid)
        self.assertEqual(len(grid["rows"]), customers)
        return figures

    def test_queries_do_not_grow_with_the_customers(self):
        self._run(2, 5)  # fills the caches of what does not change
        few, many = self._run(5, 10), self._run(25, 10)
        for step in ("open", "change"):
            with self.subTest(step=step):
                self.assertLessEqual(many[step][0], few[step][0] + 2)
        # Odoo looks for the number and the warehouse of each order that it creates, and
        # writes a hundred lines at once.
        self.assertLessEqual(many["create"][0], few["create"][0] + 3 * 20 + 10)
        self.assertLessEqual(many["open"][0], OPEN)
        self.assertLessEqual(many["change"][0], SAVE)
