"""The same sale twice in one database: as a cycle, and as plain Odoo does it."""

from datetime import timedelta

from odoo.fields import Command, Datetime

from ._shop_seed import GOODS, KINDS

TAX = 5.5


def make_operator(env, name):
    """An operator with books, a warehouse and a tax on food."""
    company = env["res.company"].create(
        {"name": name, "country_id": env.ref("base.fr").id}
    )
    company._off_setup_operator()
    company.partner_id.tz = "Europe/Paris"
    env.user.company_ids |= company
    return company


class Sale:
    """What both twins sell: producers, products with prices, customers and wishes.

    :ivar wishes: ``{customer: {product: whole units}}``
    """

    def __init__(self, env, random, args):
        self.env = env
        role = env.ref("off_hub_network.role_producer")
        self.producers = env["res.partner"].create(
            [
                {
                    "name": f"Ferme {number}",
                    "is_company": True,
                    "off_role_ids": [Command.link(role.id)],
                }
                for number in range(args.producers)
            ]
        )
        category = env["off.tax.category"].search([], limit=1)
        self.products = (
            env["product.product"]
            .with_context(tracking_disable=True, create_product_product=True)
            .create(
                [
                    {
                        "name": f"{random.choice(GOODS)} {random.choice(KINDS)} {n}",
                        "type": "consu",
                        "is_storable": True,
                        "invoice_policy": "delivery",
                        "purchase_method": "receive",
                        "off_producer_id": self.producers[n % args.producers].id,
                        "off_price": random.randrange(80, 2500) / 100,
                        "off_tax_category_id": category.id,
                    }
                    for n in range(args.products)
                ]
            )
        )
        self.products.off_availability_ids.write({"on_demand": True})
        self.customers = env["res.partner"].create(
            [{"name": f"Famille {number:05}"} for number in range(args.size)]
        )
        self.wishes = {
            customer: {
                product: random.randrange(1, 4)
                for product in random.sample(list(self.products), args.lines)
            }
            for customer in self.customers
        }
        env.flush_all()

    def get_totals(self):
        """:return: ``{producer: {product: quantity}}``"""
        totals = {}
        for wish in self.wishes.values():
            for product, quantity in wish.items():
                mine = totals.setdefault(product.off_producer_id, {})
                mine[product] = mine.get(product, 0) + quantity
        return totals


class CycleTwin:
    """The sale as a cycle."""

    def __init__(self, sale, args, name="En cycle"):
        self.sale = sale
        self.company = make_operator(sale.env, name)
        env = sale.env["res.company"].with_company(self.company).env
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        self.hub = self.env["off.hub"].create(
            {"name": "Groupement", "company_id": self.company.id}
        )
        self.env["off.network.link"].create(
            [
                {"grantor_id": one.id, "grantee_id": self.hub.partner_id.id}
                for one in sale.producers
            ]
        ).action_accept()
        self.points = self.env["off.pickup.point"].create(
            [
                {"name": f"Point {number}", "hub_id": self.hub.id}
                for number in range(args.points)
            ]
        )
        sale.customers._off_serve_by(self.company)
        self.begin()

    def begin(self):
        """Open a sale; a month has several, one after another."""
        now = Datetime.now()
        self.cycle = self.env["off.order.cycle"].create(
            {
                "name": "Vente",
                "coordinator_id": self.hub.id,
                "date_open": now,
                "date_close": now + timedelta(days=2),
            }
        )
        self.cycle.action_fill_offers()
        self.edge = self.cycle.outgoing_ids
        self.slots = self.env["off.pickup.slot"].create(
            [
                {
                    "exchange_id": self.edge.id,
                    "point_id": point.id,
                    "date_start": now + timedelta(days=3),
                    "date_end": now + timedelta(days=3, hours=2),
                }
                for point in self.points
            ]
        )
        self.cycle.action_open()

    def create(self):
        # Add-ons are found once a registry is open.
        from odoo.addons.off_order_cycle.models.off_exchange_orders import Wish

        offers = {offer.product_id: offer for offer in self.edge.offer_ids}
        self.orders = self.edge._create_orders(
            [
                Wish(
                    customer,
                    self.env["sale.order"],
                    {offers[product]: n for product, n in wish.items()},
                    self.slots[number % len(self.slots)],
                )
                for number, (customer, wish) in enumerate(self.sale.wishes.items())
            ]
        )

    def confirm(self):
        self.orders.action_confirm()

    def purchase(self):
        self.cycle.action_close()

    def receive(self):
        receipts = self.cycle.picking_ids
        receipts.move_ids.picked = True
        receipts.with_context(skip_sms=True).button_validate()

    def share(self):
        self.cycle.action_allocate()

    def hand_over(self):
        self.cycle.action_distribute()

    def invoice(self):
        invoices = self.cycle._create_customer_invoices()
        invoices.action_post()

    def settle(self):
        """Nothing is invoiced: customers wait for the end of the month."""
        self.cycle.action_settle()

    def invoice_month(self):
        last = max(self.slots.mapped("date_start")).date()
        self.env["off.invoice.month"].create({"month": last}).action_invoice()


class StockTwin:
    """The sale as plain Odoo does it: an order with its delivery for each customer,
    purchase orders typed from the totals, receipts, deliveries, invoices."""

    def __init__(self, sale, args):
        self.sale = sale
        self.company = make_operator(sale.env, "Sans cycle")
        env = sale.env["res.company"].with_company(self.company).env
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        sale.customers._off_serve_by(self.company)

    def begin(self):
        """A sale is nothing but its orders here."""

    def create(self):
        self.orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "price_unit": product.off_price,
                            }
                        )
                        for product, quantity in wish.items()
                    ],
                }
                for customer, wish in self.sale.wishes.items()
            ]
        )

    def confirm(self):
        self.orders.action_confirm()

    def purchase(self):
        self.purchases = self.env["purchase.order"].create(
            [
                {
                    "partner_id": producer.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": product.off_price,
                            }
                        )
                        for product, quantity in products.items()
                    ],
                }
                for producer, products in self.sale.get_totals().items()
            ]
        )
        self.purchases.button_confirm()

    def receive(self):
        receipts = self.purchases.picking_ids
        receipts.move_ids.picked = True
        receipts.with_context(skip_sms=True).button_validate()

    def share(self):
        """Each delivery is of one order: there is nothing to share."""

    def hand_over(self):
        deliveries = self.orders.picking_ids
        deliveries.action_assign()
        deliveries.move_ids.picked = True
        deliveries.with_context(skip_sms=True).button_validate()

    def invoice(self):
        invoices = self.env["account.move"]
        for order in self.orders:
            invoices |= order._create_invoices()
        invoices.action_post()

    def settle(self):
        """Nothing: there are only orders."""

    def invoice_month(self):
        """One invoice for each customer, of all its orders: one after another, as a
        bookkeeper makes them."""
        orders = self.env["sale.order"].search([("company_id", "=", self.company.id)])
        invoices = self.env["account.move"]
        for mine in orders.grouped("partner_id").values():
            invoices |= mine._create_invoices()
        invoices.action_post()
