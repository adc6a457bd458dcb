from odoo import models
from odoo.tools import format_amount, format_date

LAST_ORDERS = 3


class OffExchange(models.Model):
    """The list by which who buys for a shop or a canteen orders: everything in one
    table, what it usually takes first, beside what it took and paid before."""

    _inherit = "off.exchange"

    def _get_order_list(self, partner):
        """
        :return: ``{"orders": [{"name", "date"}] of the last orders, newest first,
            "usual": [row], "others": [row]}``; a row is that of ``ShopRows`` with
            ``code``, ``left`` (None without limit) and ``last``: for each of
            ``orders`` the text “3 × 2.50 €” or ""
        """
        self.ensure_one()
        orders = self._get_last_orders(partner)
        bought = [self._get_bought(order) for order in orders]
        left = self._get_left()
        rows, _filters = self._get_shop_rows()
        usual, others = [], []
        for row in rows:
            if row["offer"].id not in left:
                continue
            last = [had.get(row["product"], "") for had in bought]
            told = {
                **row,
                "code": row["product"].default_code or "",
                "left": left[row["offer"].id],
                "last": last,
            }
            (usual if any(last) else others).append(told)
        return {
            "orders": [
                {
                    "name": order.name,
                    "date": format_date(self.env, order.date_order.date()),
                }
                for order in orders
            ],
            "usual": usual,
            "others": others,
        }

    def _get_last_orders(self, partner):
        """The last validated orders of ``partner`` at this hub, newest first."""
        return self.env["sale.order"].search(
            [
                ("partner_id", "=", partner.id),
                ("off_hub_id", "=", self.hub_id.id),
                ("off_exchange_id", "!=", self.id),
                ("state", "=", "sale"),
            ],
            order="date_order desc, id desc",
            limit=LAST_ORDERS,
        )

    def _get_bought(self, order):
        """:return: ``{product.product: “3 × 2.50 €”}``, in its unit"""
        prices = self._get_paid_prices(order)
        return {
            offer.product_id: self.env._(
                "%(quantity)s × %(price)s",
                quantity=f"{quantity:g}",
                price=format_amount(self.env, prices[offer], order.currency_id),
            )
            for offer, quantity in order._off_get_by_offer().items()
            if quantity
        }

    def _get_paid_prices(self, order):
        """:return: ``{off.offer: price of one unit, fees apart}``"""
        return {
            line.off_offer_id: line.product_uom_id._compute_price(
                line.price_unit, line.product_id.uom_id
            )
            for line in order.order_line.filtered("off_offer_id")
        }

    # -- by spreadsheet ----------------------------------------------------------------
    def _write_order_list(self, partner, chosen):
        """The list as a file to fill in.

        :param chosen: ``{off.offer id: quantity}`` of the basket
        :return: bytes of an .xlsx file
        """
        last = self._get_last_orders(partner)[:1]
        had = last._off_get_by_offer() if last else {}
        by_product = {offer.product_id: number for offer, number in had.items()}
        return self._write_sheet(
            [
                (
                    self.env._("Last quantity"),
                    {
                        offer: by_product[offer.product_id]
                        for offer in self.offer_ids
                        if by_product.get(offer.product_id)
                    },
                ),
                (
                    self.env._("Quantity"),
                    {
                        offer: chosen[offer.id]
                        for offer in self.offer_ids
                        if chosen.get(offer.id)
                    },
                ),
            ]
        )

    def _read_order_list(self, data):
        """What a filled list asks for.

        :return: (``{off.offer: quantity}``, ``[(line, text)]`` of what is wrong and
            what to do about it)
        :raise UserError: the file cannot be used at all
        """
        names = {self.env._("Quantity").casefold(), "quantity"}

        def find(header):
            return [at for at, text in enumerate(header) if text.casefold() in names]

        found, faults = self._read_sheet(data, find)
        asked = {}
        for quantities in found.values():
            asked |= quantities
        left = self._get_left()
        good = {}
        for offer, (quantity, line) in asked.items():
            text = self._get_unavailable(offer, quantity, left[offer.id])
            if text:
                faults.append((line, text))
            else:
                good[offer] = quantity
        return good, sorted(faults)

    def _get_unavailable(self, offer, quantity, left):
        """Why so many cannot be ordered, or nothing."""
        product = offer.product_id
        names = {
            "product": product.with_context(display_default_code=False).display_name
        }
        if left is not None and quantity > left:
            return self.env._(
                "%(product)s: %(left)s left, lower the quantity", left=left, **names
            )
        if 0 < offer.customer_limit < quantity:
            limit = f"{offer.customer_limit:g}"
            return self.env._(
                "%(product)s: at most %(limit)s, lower the quantity",
                limit=limit,
                **names,
            )
        if 0 < quantity < product.off_min_qty:
            least = f"{product.off_min_qty:g}"
            return self.env._(
                "%(product)s: at least %(least)s, raise the quantity or write 0",
                least=least,
                **names,
            )
        return ""
