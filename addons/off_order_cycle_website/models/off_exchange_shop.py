from odoo import fields, models
from odoo.tools import SQL, groupby
from odoo.tools.lru import LRU

from odoo.addons.off_hub_network.tools.words import get_mark

from .shop_page import CELL, END, GROUP, PACK_STATES, ShopPage
from .shop_rows import ShopRows

VIEWS = (
    "off_order_cycle_website.shop_products",
    "off_order_cycle_website.shop_cell",
    "off_order_cycle_website.shop_pack",
)
STATES = ("some", "all", "none")
# Columns that tell of changes, and where they are.
DATE = ("write_date",)
STAMPS = (
    (("offer_date", "product_date", "template_date"), "sold", {}),
    (DATE, "edge", {}),
    (DATE, "off_fee WHERE id IN (SELECT id FROM fee)", {}),
    (DATE, "res_partner WHERE id IN (SELECT id FROM seller)", {}),
    (DATE, "off_certificate WHERE partner_id IN (SELECT id FROM seller)", {}),
    (DATE, "off_member_photo WHERE partner_id IN (SELECT id FROM seller)", {}),
    (DATE, "off_label", {}),
    (DATE, "product_category", {}),
    (DATE, "uom_uom", {}),
    (DATE, "res_currency", {}),
    (DATE, "ir_ui_view WHERE key IN %(views)s", {"views": VIEWS}),
    # Only where a customer has a price list; another one may be its base.
    (DATE, "product_pricelist", {}),
    (DATE, "product_pricelist_item", {}),
)
# How many of them tell of price lists.
OF_PRICELISTS = 2
# Pages of as many shops and languages as one process may show in turn.
PAGES = LRU(64)


class OffExchange(models.Model):
    """The shop: everything that a hub sells in a cycle, on one page.

    All that is shown is read in bulk and told as plain values, so that the page of a
    thousand products costs little more than that of ten.
    """

    _inherit = "off.exchange"

    def _get_shop_page(self):
        """What is sold here, as far as it is the same for all who look.

        :return: ``ShopPage``, kept between requests as long as nothing of it changes
        """
        self.ensure_one()
        env = self.env
        access = self._get_access()
        key = (
            env.cr.dbname,
            self.id,
            access and access.pricelist,
            env.lang,
            env.context.get("website_id"),
            # Labels expire with the day.
            fields.Date.context_today(self),
            self._get_shop_stamp(),
        )
        if env.context.get("inherit_branding"):
            return self._make_shop_page()  # somebody edits the page
        page = PAGES.get(key)
        if page is None:
            page = PAGES[key] = self._make_shop_page()
        return page

    def _get_shop_stamp(self):
        """Something else as soon as anything changes that the page is made of.

        Sums, not the latest moment: who saved first may be the last to commit. Price
        lists tell of their own changes.
        """
        self.env.flush_all()
        access = self._get_access()
        stamps = STAMPS if access and access.pricelist else STAMPS[:-OF_PRICELISTS]
        return self.env.execute_query(
            SQL(
                """
                WITH sold AS (
                    SELECT o.producer_id AS seller,
                           o.write_date AS offer_date,
                           p.write_date AS product_date,
                           t.write_date AS template_date
                      FROM off_offer o
                      JOIN product_product p ON p.id = o.product_id
                      JOIN product_template t ON t.id = p.product_tmpl_id
                     WHERE o.exchange_id = %(exchange)s
                ), seller AS (
                    SELECT DISTINCT seller AS id FROM sold
                ), edge AS (
                    SELECT id, write_date FROM off_exchange
                     WHERE cycle_id = %(cycle)s AND direction = 'incoming'
                        OR id = %(exchange)s
                ), fee AS (
                    SELECT off_fee_id AS id FROM off_exchange_off_fee_rel
                     WHERE off_exchange_id IN (SELECT id FROM edge)
                     UNION ALL
                    SELECT off_fee_id FROM off_fee_off_order_cycle_rel
                     WHERE off_order_cycle_id = %(cycle)s
                )
                SELECT %(stamps)s
                """,
                exchange=self.id,
                cycle=self.cycle_id.id,
                stamps=SQL(", ").join(
                    SQL(
                        "(SELECT (count(*), %s)::text FROM %s)",
                        SQL(", ").join(
                            SQL(
                                "sum((date_part('epoch', %s) * 1000000)::int8)",
                                SQL.identifier(column),
                            )
                            for column in columns
                        ),
                        SQL(source, **arguments),
                    )
                    for columns, source, arguments in stamps
                ),
            )
        )[0]

    def _make_shop_page(self):
        rows, filters = self._get_shop_rows()
        by_producer = [
            (producer, list(group))
            for producer, group in groupby(rows, key=lambda row: row["producer"])
        ]
        producers = self.env["res.partner"].union(*(one for one, _rows in by_producer))
        told = self._tell_producers(producers)
        render = self.env["ir.qweb"]._render
        return ShopPage(
            render(
                VIEWS[0],
                {
                    "groups": [
                        {"producer": producer, "rows": group, **told[producer]}
                        for producer, group in by_producer
                    ],
                    "mark_group": GROUP,
                    "mark_cell": CELL,
                    "mark_end": END,
                },
            ),
            {state: render(VIEWS[1], {"state": state}) for state in STATES},
            [row["data"] for row in rows],
            [(producer.id, producer.name) for producer in producers],
            filters,
            [
                (fee.name, fee.summary, producer.name if producer else "")
                for fee, producer in self._get_order_fees()
            ],
            {state: render(VIEWS[2], {"state": state}) for state in PACK_STATES},
            get_mark(self.env),
        )

    def _get_shop_rows(self):
        """:return: (rows, filters) of ``ShopRows``"""
        offers = self.env["off.offer"].search_fetch(
            [("exchange_id", "=", self.id)],
            ["product_id", "producer_id", "incoming_id", "price", "customer_limit"],
            order="id",
        )
        prices = self._get_shown_prices(offers)
        shop = ShopRows(self, offers)
        rows = [shop.describe(offer, prices[offer]) for offer in offers]
        # Their names, not the order in which producers came to the network.
        rows.sort(key=lambda row: row["order"])
        return rows, shop.get_filters()

    def _tell_producers(self, producers):
        """:return: ``{res.partner: dict}``: of those who keep themselves back, only
        what stands for a photo"""
        shown = producers.filtered(lambda one: one.off_visibility == "public")
        photos = shown._off_get_photo_urls(128)
        return {
            producer: {
                "photo": photos.get(producer),
                "tint": producer._off_get_tint(),
                "url": producer in shown and producer._off_get_page_path(),
                "town": producer in shown and producer.city or "",
                "story": producer in shown and producer._off_get_excerpt() or "",
            }
            for producer in producers
        }
