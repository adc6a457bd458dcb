from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

PLANNED = ("draft", "open")


class OffOrderCycle(models.Model):
    """One screen for a cycle: who supplies, who sells what at which price.

    What it reads is plain lists, of one row for each product that is supplied. What
    each hub makes of a product (a cell) is asked for when it comes into sight: a cycle
    of 10,000 products and 20 hubs has 200,000 of them.
    """

    _inherit = "off.order.cycle"

    planner_stamp = fields.Integer(
        readonly=True, copy=False, help="How many times its planning was saved."
    )

    def action_plan(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "off_cycle_planner",
            "name": self.env._("Plan %s", self.name),
            "context": {"active_id": self.id},
            "params": {"cycle_id": self.id},
        }

    @api.readonly
    def get_planner(self):
        """What the planner shows, as far as the user may see it.

        :return: dict of plain values; ``rows`` are lists ``[incoming exchange, product,
            name, code, category, incoming offer, price, ordered quantity, carts]`` with
            0 for no offer and None for a price that the user may not know; ``packs``
            lists ``[incoming exchange, product, size of a case, least of all orders]``
            where there is one
        """
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        incoming, outgoing = self._get_planner_edges()
        rows = self._get_planner_rows(incoming)
        return {
            **self._get_planner_head(),
            "incoming": [
                [edge.id, edge.producer_id.id, edge.producer_id.name, edge.hub_id.name]
                for edge in incoming.sorted(
                    lambda edge: (edge.producer_id.name or "", edge.id)
                )
            ],
            "outgoing": [
                [
                    edge.id,
                    edge.hub_id.id,
                    edge.hub_id.name,
                    self.state in PLANNED and edge.has_access("write"),
                ]
                for edge in outgoing
            ],
            "rows": rows,
            "packs": self._fetch_planner_packs(),
            "categories": self._get_planner_categories(rows),
            "counts": self._get_planner_counts(incoming, outgoing),
            "slots": self._get_planner_slots(outgoing),
            **self._get_planner_fees(incoming, outgoing),
            **self._get_planner_choices(outgoing),
        }

    def _is_planned_by_user(self):
        """Whether the user coordinates it and may still plan (rule 7)."""
        self.ensure_one()
        return self.state in PLANNED and self.has_access("write")

    def _get_planner_head(self):
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "date_close": fields.Datetime.to_string(self.date_close),
            "stamp": self.planner_stamp,
            "currency": self.currency_id.id,
            "may_plan": self._is_planned_by_user(),
            "may_sell": self.state in PLANNED
            and self.env["off.offer"].has_access("create"),
        }

    def _get_planner_edges(self):
        """:return: incoming exchanges, outgoing ones of the user's operators

        Who sells here knows who supplies, though the exchanges of suppliers are those
        of the operator that orders from them.
        """
        Exchange = self.env["off.exchange"]
        here = Domain("cycle_id", "=", self.id)
        outgoing = Exchange.search(here & Domain("direction", "=", "outgoing"))
        incoming = Domain("direction", "=", "incoming")
        if outgoing and self.company_id not in self.env.companies:
            Exchange = Exchange.sudo()
        return Exchange.search(here & incoming), outgoing

    # -- rows ----------------------------------------------------------------------
    def _get_planner_rows(self, incoming):
        """What is supplied and, for the coordinator, what else its producers have."""
        offers = self._fetch_planner_offers(incoming)
        known = [product for _offer, _edge, product, _price in offers]
        further = []
        if self._is_planned_by_user():
            further = self._fetch_planner_products(incoming, known)
        names = self._fetch_product_names(
            known + [product for _edge, product, _price in further]
        )
        ordered, carts = self._fetch_planner_ordered()
        return [
            [
                edge,
                product,
                *names[product],
                offer,
                price,
                float(ordered.get(offer, 0)),
                carts.get(offer, 0),
            ]
            for offer, edge, product, price in offers
            if product in names
        ] + [
            [edge, product, *names[product], 0, price, 0, 0]
            for edge, product, price in further
            if product in names
        ]

    def _fetch_planner_offers(self, incoming):
        """:return: list of (incoming offer, exchange, product, price or None)

        Who may not read an incoming offer learns that it is there, not for how much.
        """
        if not incoming:
            return []
        domain = [("exchange_id", "in", incoming.ids)]
        Offer = self.env["off.offer"]
        known = Offer._search(domain)
        query = Offer.sudo()._search(domain)
        return self._fetch(
            query.select(
                SQL("off_offer.id"),
                SQL("off_offer.exchange_id"),
                SQL("off_offer.product_id"),
                SQL("CASE WHEN off_offer.id IN %s THEN price END", known.subselect()),
            )
        )

    def _fetch(self, sql):
        self.env.cr.execute(sql)
        return [
            tuple(float(v) if type(v).__name__ == "Decimal" else v for v in row)
            for row in self.env.cr.fetchall()
        ]

    def _fetch_planner_products(self, incoming, known):
        """What producers of the cycle have besides what they supply in it.

        :return: list of (exchange, product, price)
        """
        by_producer = {}
        for edge in incoming:
            by_producer.setdefault(edge.producer_id.id, edge.id)
        return [
            (by_producer[product.off_producer_id.id], product.id, product.off_price)
            for product in self._search_products_of(list(by_producer), known)
        ]

    def _search_products_of(self, producer_ids, without=()):
        return self.env["product.product"].search_fetch(
            [
                ("off_producer_id", "in", producer_ids),
                ("sale_ok", "=", True),
                ("id", "not in", list(without)),
            ],
            ["off_producer_id", "off_price"],
            order="id",
        )

    @api.readonly
    def get_planner_products(self, producer_id):
        """What a producer has that is to join the cycle.

        :return: list of [product, name, code, category, price]
        """
        self.ensure_one()
        self._check_coordinated()
        hub = self.coordinator_id
        if producer_id not in hub._get_suppliers()[hub].ids:
            return []
        products = self._search_products_of([producer_id])
        names = self._fetch_product_names(products.ids)
        return [
            [product.id, *names[product.id], product.off_price] for product in products
        ]

    def _fetch_product_names(self, ids):
        """Names of many products at once.

        :return: ``{product id: (name, code, category id)}`` of those that the user may
            know of
        """
        if not ids:
            return {}
        Product = self.env["product.product"].with_context(active_test=False)
        query = Product._search([("id", "in", ids)])
        template = query.join(
            "product_product", "product_tmpl_id", "product_template", "id", "tmpl"
        )
        Template = self.env["product.template"]
        rows = self._fetch(
            query.select(
                SQL("product_product.id"),
                Template._field_to_sql(template, "name", query),
                SQL("COALESCE(product_product.default_code, '')"),
                SQL("%s", SQL.identifier(template, "categ_id")),
                SQL("COALESCE(product_product.combination_indices, '')"),
            )
        )
        formats = Product.with_context(display_default_code=False).browse(
            [row[0] for row in rows if row[4]]
        )
        names = dict(zip(formats.ids, formats.mapped("display_name"), strict=True))
        return {
            product: (names.get(product, name), code, category or 0)
            for product, name, code, category, _formats in rows
        }

    def _get_planner_categories(self, rows):
        categories = self.env["product.category"].browse(
            {row[4] for row in rows if row[4]}
        )
        return [
            [category.id, category.display_name]
            for category in categories.sorted("complete_name")
        ]

    def _fetch_planner_ordered(self):
        """What orders hold, of all hubs that sell here, to warn who plans (rule 8).

        :return: ``{incoming offer: quantity}``, ``{incoming offer: number of carts}``
        """
        self.env["off.offer"].flush_model()
        self.env["sale.order.line"].flush_model(["off_offer_id", "state"])
        ordered = self._fetch(
            SQL(
                """SELECT incoming_id, SUM(reserved_qty) FROM off_offer
                    WHERE cycle_id = %s AND incoming_id IS NOT NULL
                      AND reserved_qty > 0 GROUP BY incoming_id""",
                self.id,
            )
        )
        carts = self._fetch(
            SQL(
                """SELECT offer.incoming_id, COUNT(DISTINCT line.order_id)
                     FROM sale_order_line line
                     JOIN sale_order ON sale_order.id = line.order_id
                     JOIN off_offer offer ON offer.id = line.off_offer_id
                    WHERE sale_order.off_cycle_id = %s
                      AND sale_order.state IN ('draft', 'sent')
                    GROUP BY offer.incoming_id""",
                self.id,
            )
        )
        return dict(ordered), dict(carts)

    def _get_planner_counts(self, incoming, outgoing):
        """:return: list of [outgoing exchange, incoming exchange, offers, amount sold
        in orders]"""
        if not outgoing:
            return []
        query = self.env["off.offer"]._search([("exchange_id", "in", outgoing.ids)])
        edges = {edge.producer_id.id: edge.id for edge in incoming}
        if len(edges) == len(incoming):
            # Without a join of 200,000 rows.
            source = SQL("off_offer.producer_id")
        else:
            edges = {edge.id: edge.id for edge in incoming}
            alias = query.join("off_offer", "incoming_id", "off_offer", "id", "supply")
            source = SQL.identifier(alias, "exchange_id")
        query.groupby = SQL("off_offer.exchange_id, %s", source)
        query.order = None
        rows = self._fetch(
            query.select(
                SQL("off_offer.exchange_id"),
                source,
                SQL("COUNT(*)"),
                SQL(
                    "COALESCE(SUM(off_offer.reserved_qty * off_offer.price)"
                    " FILTER (WHERE off_offer.reserved_qty > 0), 0)"
                ),
            )
        )
        return [
            [edge, edges[key], count, amount]
            for edge, key, count, amount in rows
            if key in edges
        ]

    # -- what surrounds the offers ---------------------------------------------------
    def _get_planner_slots(self, outgoing):
        """:return: list of [slot, exchange, point, from, to, limit or None, orders]"""
        slots = self.env["off.pickup.slot"].search(
            [("exchange_id", "in", outgoing.ids)]
        )
        return [
            [
                slot.id,
                slot.exchange_id.id,
                slot.point_id.id,
                fields.Datetime.to_string(slot.date_start),
                fields.Datetime.to_string(slot.date_end),
                None if slot.on_demand else slot.declared_qty,
                slot.reserved_qty,
            ]
            for slot in slots
        ]

    def _get_planner_fees(self, incoming, outgoing):
        """Fees by place: 0 is the coordinator's, others are exchanges."""
        places = {0: self.fee_ids, **{edge.id: edge.fee_ids for edge in outgoing}}
        for edge in incoming.with_env(self.env)._filtered_access("read"):
            places[edge.id] = edge.fee_ids
        chosen = self.env["off.fee"].union(*places.values())
        Fee = self.env["off.fee"]
        fees = chosen | Fee.search([("company_id", "in", self.env.companies.ids)])
        return {
            "fees": [
                [fee.id, fee.name, fee.summary or "", fee.company_id.id] for fee in fees
            ],
            "places": [[place, own.ids] for place, own in places.items()],
        }

    def _get_planner_choices(self, outgoing):
        """Who may still take part, and where each hub hands over."""
        hubs = self.env["off.hub"]
        producers = self.env["res.partner"]
        company = self.company_id
        if self._is_planned_by_user():
            hubs = hubs.search([("company_id", "=", company.id)])
            if self.state == "draft":
                producers = self.coordinator_id._get_suppliers()[self.coordinator_id]
        points = self.env["off.pickup.point"].search(
            [("hub_id", "in", (hubs | outgoing.hub_id).ids)]
        )
        return {
            "company": company.id,
            "companies": [[edge.id, edge.company_id.id] for edge in outgoing],
            "producers": [[one.id, one.name] for one in producers.sorted("name")],
            "hubs": [[hub.id, hub.name] for hub in hubs],
            "points": [[point.id, point.hub_id.id, point.name] for point in points],
        }
