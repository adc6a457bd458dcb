from odoo import models
from odoo.tools import format_amount, format_date

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.off_order_cycle.engine import sheet
from odoo.addons.off_order_cycle.engine.packs import count_needed

LAST_ORDERS = 3


class OffExchange(models.Model):
    """The list by which who buys for a shop or a canteen orders: everything in one
    table, what it usually takes first, beside what it took and paid before."""

    _inherit = "off.exchange"

    def _get_order_list(self, partner):
        """
        :return: ``{"orders": [{"name", "date"}] of the last orders, newest first,
            "usual": [row], "others": [row]}``; a row is that of ``ShopRows`` with
            ``code``, ``left`` (None without limit), ``last``: for each of
            ``orders`` the text “3 × 2.50 €” or "", ``pack``: text of the case that it
            is handed over in and what is missing to fill it, or "", and ``on_top``: key
            of what is accepted on top
        """
        self.ensure_one()
        orders = self._get_last_orders(partner)
        bought = [self._get_bought(order) for order in orders]
        left, packs = self._get_left(), self._get_pack_progress()
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
                "pack": self._tell_pack(packs.get(row["offer"].id)),
                "on_top": f"tol_{row['offer'].id}",
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

    def _tell_pack(self, progress):
        """“Case of 6: 2 missing”"""
        if not progress:
            return ""
        size, least, ordered, on_top = progress
        values = {
            "size": write_number(self.env, size or least),
            "missing": write_number(
                self.env, count_needed(ordered, on_top, size, least)
            ),
        }
        if size:
            return self.env._("Case of %(size)s: %(missing)s missing", **values)
        return self.env._("From %(size)s on: %(missing)s missing", **values)

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
                quantity=write_number(self.env, quantity),
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
    def _write_order_list(self, partner, chosen, on_top=None):
        """The list as a file to fill in.

        :param chosen: ``{off.offer id: quantity}`` of the basket
        :param on_top: the same of what is accepted on top of it
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
                        offer: sheet.write_amount(
                            chosen[offer.id], (on_top or {}).get(offer.id, 0)
                        )
                        for offer in self.offer_ids
                        if chosen.get(offer.id)
                    },
                ),
            ]
        )

    def _read_order_list(self, data):
        """What a filled list asks for.

        :return: (``{off.offer: (quantity, accepted on top)}``, ``[(line, text)]`` of
            what is wrong and what to do about it)
        :raise UserError: the file cannot be used at all
        """
        names = {self.env._("Quantity").casefold(), "quantity"}

        def find(header):
            return [at for at, text in enumerate(header) if text.casefold() in names]

        found, faults = self._read_sheet(data, find)
        asked = {}
        for quantities in found.values():
            asked |= quantities
        left, packs = self._get_left(), self._get_pack_progress()
        good = {}
        for offer, (quantity, on_top, line) in asked.items():
            text = self._get_unavailable(offer, quantity, left[offer.id])
            if not text and on_top and offer.id not in packs:
                text = self._tell_no_pack(offer)
            if text:
                faults.append((line, text))
            else:
                good[offer] = (quantity, on_top)
        return good, sorted(faults)

    def _tell_no_pack(self, offer):
        product = offer.product_id.with_context(display_default_code=False)
        return self.env._(
            "%s: it has no case to fill, write the quantity alone", product.display_name
        )

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
            limit = write_number(self.env, offer.customer_limit)
            return self.env._(
                "%(product)s: at most %(limit)s, lower the quantity",
                limit=limit,
                **names,
            )
        if 0 < quantity < product.off_min_qty:
            least = write_number(self.env, product.off_min_qty)
            return self.env._(
                "%(product)s: at least %(least)s, raise the quantity or write 0",
                least=least,
                **names,
            )
        return ""
