from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class OffDirectory(models.AbstractModel):
    """Searches the products of all producers that are shown to somebody."""

    _inherit = "off.directory"

    @api.model
    def _find_products(self, filters, viewer=None, limit=24, offset=0):
        """One page of products, nearest producer first where a place is asked.

        :return: (product.template, total number, ``{partner id: (km, is exact)}``)
        """
        Template = self.env["product.template"].sudo()
        domain = self._get_product_domain(filters) & Domain("active", "=", True)
        if filters.label:
            # Its producer has to hold it too: asked below, of the producer.
            domain &= Domain("off_label_ids.code", "=", filters.label)
        of_producer = filters.change(product="", month=None, storage="")
        producers = self._get_member_domain(of_producer, viewer)
        producers &= Domain("off_is_producer", "=", True)
        if not filters.point:
            domain &= Domain("off_producer_id", "any", producers)
            total = Template.search_count(domain)
            offset = self._clamp(offset, limit, total)
            order = "name, id" if filters.product else "id desc"
            products = Template.search_fetch(
                domain, ["name"], limit=limit, offset=offset, order=order
            )
            return products, total, {}
        ranked = self._rank_members(producers, filters, viewer)
        ids, total = self._rank_products(domain, ranked, limit, offset)
        return Template.browse(ids), total, {id_: far for id_, far in ranked if far}

    @api.model
    def _rank_products(self, domain, ranked, limit, offset):
        """Products of ``domain`` in the order of their producers.

        :param ranked: what ``_rank_members`` returns
        :return: (ids of the page, total number)
        """
        if not ranked:
            return [], 0
        Template = self.env["product.template"].sudo()
        ids = [id_ for id_, _far in ranked]
        query = Template._search(domain)
        query.add_join(
            "JOIN",
            "off_rank",
            SQL("(SELECT * FROM unnest(%s) WITH ORDINALITY)", ids),
            SQL(
                "off_rank.unnest = %s",
                Template._field_to_sql(query.table, "off_producer_id", query),
            ),
        )
        query.order = SQL("off_rank.ordinality, %s.id", SQL.identifier(query.table))
        query.limit, query.offset = limit, offset
        rows = self.env.execute_query(
            query.select(SQL.identifier(query.table, "id"), SQL("COUNT(*) OVER ()"))
        )
        if not rows and offset:
            # Past the end, nobody counts: the last page is searched for.
            total = Template.search_count(domain & Domain("off_producer_id", "in", ids))
            last = self._clamp(offset, limit, total)
            return self._rank_products(domain, ranked, limit, last)
        return [id_ for id_, _total in rows], rows[0][1] if rows else 0
