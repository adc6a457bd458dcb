from collections import defaultdict

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.off_order_cycle.models.stock_picking_transfer import Moved


class OffOrderCycle(models.Model):
    """What other operators sold in a cycle is supplied to them by the coordinator's: a
    sale of the one is a purchase of the other, at the prices that were frozen when
    their customers ordered, and the goods go through Odoo's inter-company transit.

    Written here and not by an add-on of the OCA: those mirror order by order and line
    by line, at the price of a price list, and leave the receipt to be made by hand.
    """

    _inherit = "off.order.cycle"

    supply_sale_ids = fields.One2many("sale.order", "off_supply_cycle_id")
    supply_purchase_ids = fields.One2many("purchase.order", "off_supply_cycle_id")
    supply_sale_count = fields.Integer(
        "Sales to other operators", compute="_compute_counts"
    )
    supply_purchase_count = fields.Integer(
        "Purchases from the coordinator", compute="_compute_counts"
    )

    def _get_counts(self):
        sales, purchases = "sale.order", "purchase.order"
        path = "off_supply_cycle_id"
        return {
            **super()._get_counts(),
            "supply_sale_count": self._count(sales, [], path=path),
            "supply_purchase_count": self._count(purchases, [], path=path),
        }

    def action_view_supply_sales(self):
        domain = [("off_supply_cycle_id", "=", self.id)]
        return self._action_view("sale.action_orders", domain, create=False)

    def action_view_supply_purchases(self):
        domain = [("off_supply_cycle_id", "=", self.id)]
        return self._action_view("purchase.purchase_form_action", domain, create=False)

    # -- closing: sale and purchase --------------------------------------------------
    def _create_purchases(self):
        purchases = super()._create_purchases()
        ordered = self._get_ordered_by_operators()
        self._amend_supplies(ordered)
        sales = self._create_supply_sales(ordered)
        self._create_supply_purchases(sales)
        return purchases

    def _amend_supplies(self, ordered):
        """Closed again: make what was mirrored before what is ordered now, on both
        sides.

        :param ordered: what ``_get_ordered_by_operators`` tells; what is amended here
            is taken out of it
        """
        for purchase in self.supply_purchase_ids.filtered(
            lambda one: one.state != "cancel"
        ):
            company = purchase.company_id
            wanted = dict(ordered.pop(company, {}))
            sale = purchase.off_supply_sale_id.with_company(self.company_id)
            sale.action_unlock()
            for line in sale.order_line:
                key = line.product_id, line.price_unit
                line.product_uom_qty = wanted.pop(key, 0.0)
            self.env["sale.order.line"].with_company(self.company_id).create(
                [
                    {**vals, "order_id": sale.id}
                    for vals in self._prepare_supply_lines(wanted)
                ]
            )
            sale.action_lock()
            purchase.with_company(company)._off_amend(
                self._prepare_mirrored_lines(sale.order_line)
            )

    def _get_ordered_by_operators(self):
        """What the orders of other operators hold.

        :return: ``{operator: {(product, frozen price): quantity in its unit}}``
        """
        ordered = defaultdict(lambda: defaultdict(float))
        for line in self._get_lines_to_buy():
            if line.company_id != self.company_id:
                key = line.product_id, line.sudo().off_purchase_price
                ordered[line.company_id][key] += line._off_get_ordered()
        return ordered

    def _create_supply_sales(self, ordered):
        """:return: confirmed and locked sale.order, one for each other operator"""
        Order = self.env["sale.order"].with_company(self.company_id)
        sales = Order.with_context(mail_create_nosubscribe=True).create(
            [
                {
                    "partner_id": company.partner_id.id,
                    "company_id": self.company_id.id,
                    "off_supply_cycle_id": self.id,
                    "origin": self.name,
                    "user_id": False,
                    "order_line": [
                        Command.create(vals)
                        for vals in self._prepare_supply_lines(lines)
                    ],
                }
                for company, lines in ordered.items()
            ]
        )
        sales.action_confirm()
        sales.action_lock()
        return sales

    def _prepare_supply_lines(self, lines):
        """:param lines: ``{(product, frozen price): quantity}``"""
        return [
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "product_uom_id": product.uom_id.id,
                "price_unit": price,
                "discount": 0.0,
            }
            for (product, price), quantity in lines.items()
        ]

    def _create_supply_purchases(self, sales):
        """Mirror ``sales``, line by line."""
        purchases = self.env["purchase.order"]
        companies = self.env["res.company"].search(
            [("partner_id", "in", sales.partner_id.ids)]
        )
        for sale in sales:
            company = companies.filtered(
                lambda one, sale=sale: one.partner_id == sale.partner_id
            )
            purchases |= (
                purchases.with_company(company)
                .with_context(mail_create_nosubscribe=True)
                .create(self._prepare_supply_purchase(sale, company))
            )
        purchases.button_confirm()
        # What its hubs sold is bought: nobody is left to ask.
        purchases.filtered(lambda one: one.state == "to approve").button_approve(
            force=True
        )
        return purchases

    def _prepare_supply_purchase(self, sale, company):
        return {
            "partner_id": self.company_id.partner_id.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "off_supply_cycle_id": self.id,
            "off_supply_sale_id": sale.id,
            "partner_ref": sale.name,
            "origin": self.name,
            "date_planned": self._get_first_pickup(),
            "order_line": [
                Command.create(vals)
                for vals in self._prepare_mirrored_lines(sale.order_line)
            ],
        }

    def _prepare_mirrored_lines(self, lines):
        """:param lines: sale.order.line of the coordinator's operator"""
        planned = self._get_first_pickup()
        return [
            {
                "product_id": line.product_id.id,
                "name": line.product_id.display_name,
                "product_qty": line.product_uom_qty,
                "product_uom_id": line.product_uom_id.id,
                "price_unit": line.price_unit,
                "date_planned": planned,
                "off_supply_line_id": line.id,
            }
            for line in lines
        ]

    # -- sharing out: goods ------------------------------------------------------------
    def _ship_supplies(self):
        """Move what the orders of other operators were given to their stock: what is
        shared out says how much, and of which lots."""
        transit = self.env.ref("stock.stock_location_inter_company")
        for purchase in self.supply_purchase_ids.sorted("id"):
            company = purchase.company_id
            shares = self._get_supply_shares(purchase)
            if not shares:
                continue
            twins = self._carry_lots(company)
            sale = purchase.off_supply_sale_id
            outgoing = sale.warehouse_id.out_type_id
            incoming = purchase.picking_type_id
            self._move_supply(
                outgoing,
                outgoing.default_location_src_id,
                transit,
                company,
                {
                    line: ({"sale_line_id": line.off_supply_line_id.id}, lots)
                    for line, lots in shares.items()
                },
            )
            self._move_supply(
                incoming,
                transit,
                incoming.default_location_dest_id,
                self.company_id,
                {
                    line: (
                        {"purchase_line_id": line.id},
                        {twins[lot]: quantity for lot, quantity in lots.items()},
                    )
                    for line, lots in shares.items()
                },
            )

    def _get_supply_shares(self, purchase):
        """:return: ``{purchase.order.line: {lot: quantity}}`` that was given to orders
        of its operator"""
        lines = {
            (line.product_id, line.price_unit): line for line in purchase.order_line
        }
        shares = defaultdict(lambda: defaultdict(float))
        for given in self.allocation_ids:
            if given.company_id == purchase.company_id:
                price = given.sale_line_id.off_purchase_price
                line = lines[given.product_id, price]
                shares[line][given.lot_id] += given.quantity
        return shares

    def _carry_lots(self, company):
        """Give ``company`` the lots that its orders were given, under the same names
        and dates: the lots of an operator are nobody else's to read.

        :return: ``{lot of the coordinator's operator: that of the company}``
        """
        given = self.allocation_ids.filtered(lambda one: one.company_id == company)
        lots = given.lot_id
        Lot = self.env["stock.lot"].with_company(company)
        known = {
            (lot.product_id, lot.name): lot
            for lot in Lot.search(
                [
                    ("company_id", "=", company.id),
                    ("product_id", "in", lots.product_id.ids),
                    ("name", "in", lots.mapped("name")),
                ]
            )
        }
        missing = lots.filtered(lambda lot: (lot.product_id, lot.name) not in known)
        created = Lot.create(
            [
                lot.copy_data(
                    {
                        "name": lot.name,
                        "company_id": company.id,
                        "off_supplied_id": lot.id,
                    }
                )[0]
                for lot in missing
            ]
        )
        known |= {(lot.product_id, lot.name): lot for lot in created}
        twins = {lot: known[lot.product_id, lot.name] for lot in lots}
        for lot, allocations in given.grouped("lot_id").items():
            if lot:
                allocations.lot_id = twins[lot]
        return twins | {Lot: Lot}

    def _move_supply(self, picking_type, source, target, other, moved):
        """One done transfer.

        :param other: the operator at its other end
        :param moved: ``{purchase line: (values that tie its move, {lot: quantity})}``
        """
        vals = {
            "picking_type_id": picking_type.id,
            "partner_id": other.partner_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "origin": self.name,
            "off_cycle_id": self.id,
            "off_supply_company_id": other.id,
        }
        rows = [
            Moved(line.product_id, tie, lots) for line, (tie, lots) in moved.items()
        ]
        transfers = self.env["stock.picking"].with_company(picking_type.company_id)
        # Odoo would ask about dates; what is past is held up when it is handed over.
        transfers = transfers.with_context(skip_expired=True)
        transfers._off_transfer([(vals, rows)])

    # -- settling: invoice and bill ----------------------------------------------------
    def _create_customer_invoices(self):
        """Extends: the coordinator's operator invoices the others."""
        invoices = super()._create_customer_invoices()
        sales = self.supply_sale_ids.filtered(
            lambda order: order.invoice_status == "to invoice"
        )
        if sales:
            sales = sales.with_company(self.company_id)
            invoices |= sales._off_invoice(self._get_invoice_date()).with_env(self.env)
        return invoices

    def _create_producer_bills(self):
        """Extends: the bills of the others, which tell of those invoices."""
        bills = super()._create_producer_bills()
        for purchase in self.supply_purchase_ids.filtered(
            lambda order: order.invoice_status == "to invoice"
        ):
            purchase.with_company(purchase.company_id).action_create_invoice()
            invoice = purchase.off_supply_sale_id.invoice_ids[:1]
            purchase.invoice_ids.write(
                {"ref": invoice.name, "invoice_date": invoice.invoice_date}
            )
            if not purchase.currency_id.compare_amounts(
                sum(purchase.invoice_ids.mapped("amount_total")), invoice.amount_total
            ):
                # Its paper is here: nothing is left to compare it with.
                purchase.invoice_ids.action_post()
            bills |= purchase.invoice_ids
        return bills
