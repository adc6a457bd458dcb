from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql

from ..directory import distance_km, get_box

CARD_FIELDS = ("name", "city", "off_practices", "off_story")


class OffDirectory(models.AbstractModel):
    """Searches the members that are shown to somebody (rule 4).

    Every method reads with sudo and starts from the members' own choice of who sees
    them. ``viewer`` is the res.partner of who looks, nobody for a public visitor.
    A set of members costs the same number of queries whatever its size.
    """

    _name = "off.directory"
    _description = "Directory of the Network"

    # -- members -------------------------------------------------------------------
    @api.model
    def _find_members(self, filters, viewer=None, limit=24, offset=0):
        """One page of the members that match, nearest first where a place is asked.

        :return: (res.partner, total number, ``{partner id: (km, is exact)}``)
        """
        Partner = self.env["res.partner"].sudo()
        domain = self._get_member_domain(filters, viewer)
        if not filters.point:
            total = Partner.search_count(domain)
            offset = self._clamp(offset, limit, total)
            members = Partner.search_fetch(
                domain, CARD_FIELDS, limit=limit, offset=offset, order="name, id"
            )
            return members, total, {}
        ranked = self._rank_members(domain, filters, viewer)
        offset = self._clamp(offset, limit, len(ranked))
        page = dict(ranked[offset : offset + limit])
        members = Partner.browse(page)
        members.fetch(CARD_FIELDS)
        return members, len(ranked), {id_: far for id_, far in page.items() if far}

    @api.model
    def _clamp(self, offset, limit, total):
        """A page past the end is the last one: lists get shorter, links are kept."""
        return min(offset, max(total - 1, 0) // limit * limit)

    @api.model
    def _get_member_domain(self, filters, viewer=None):
        domain = self.env["res.partner"]._off_get_shown_domain(viewer)
        if filters.role:
            domain &= Domain("off_role_ids.code", "=", filters.role)
        if filters.label:
            domain &= Domain("off_label_ids.code", "=", filters.label)
        if filters.day is not None:
            domain &= Domain("off_delivery_day_ids.number", "=", filters.day)
        products = self._get_product_domain(filters)
        if not products.is_true():
            # Searched first and once: inside the other conditions PostgreSQL would look
            # the products up again for each member, to count and to read.
            domain &= Domain("id", "in", self._get_producer_ids(products))
        return domain

    @api.model
    def _get_producer_ids(self, products):
        """Producers of at least one product of a domain, shown or not."""
        Template = self.env["product.template"].sudo()
        query = Template._search(
            products
            & Domain("active", "=", True)
            & Domain("off_producer_id", "!=", False)
        )
        producer = Template._field_to_sql(query.table, "off_producer_id", query)
        rows = self.env.execute_query(query.select(SQL("DISTINCT %s", producer)))
        return [id_ for (id_,) in rows]

    @api.model
    def _get_product_domain(self, filters):
        """What is asked of one and the same product."""
        domain = Domain.AND(
            Domain("name", "ilike", escape_psql(word)) for word in filters.get_words()
        )
        if filters.month:
            domain &= Domain("off_season_ids", "=", False) | Domain(
                "off_season_ids.number", "=", filters.month
            )
        if filters.storage:
            domain &= Domain("off_storage", "=", filters.storage)
        return domain

    # -- places --------------------------------------------------------------------
    @api.model
    def _get_point_domain(self, viewer=None):
        """Members whose exact point is known and shown to ``viewer``."""
        Partner = self.env["res.partner"]
        viewers = Partner._off_get_viewers(viewer)
        shown = Domain("off_address_visibility", "=", "public")
        if viewers:
            shown |= Domain("id", "in", viewers.ids)
            if linked := Partner._off_get_linked(viewers):
                shown |= Domain("off_address_visibility", "=", "linked") & Domain(
                    "id", "in", linked.ids
                )
        # Coordinates (0, 0) mean missing (rule 34).
        located = Domain("partner_latitude", "!=", 0) | Domain(
            "partner_longitude", "!=", 0
        )
        return located & shown

    @api.model
    def _get_box_domain(self, filters):
        if not filters.km:
            return Domain.TRUE
        south, north, west, east = get_box(filters.point, filters.km)
        domain = self._get_between_domain("partner_latitude", south, north)
        if west is not None:
            domain &= self._get_between_domain("partner_longitude", west, east)
        return domain

    @api.model
    def _get_between_domain(self, name, low, high):
        """The ORM would let empty coordinates stand for 0, which no index finds."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s BETWEEN %s AND %s",
                model._field_to_sql(alias, name, query),
                low,
                high,
            )
        )

    @api.model
    def _is_within(self, filters, place):
        """Whether a place is within the distance asked: the box has corners."""
        if not (filters.point and filters.km):
            return True
        return distance_km(filters.point, place) <= filters.km

    @api.model
    def _rank_members(self, domain, filters, viewer=None):
        """Members of ``domain`` within the distance asked, nearest first.

        A point that is kept back is not used, not even to sort: three questions would
        tell it. Such a member counts as in the middle of its town's shown members.

        :return: ``[(partner id, (km, is exact) or None)]``, None without known place
        """
        point = self._get_point_domain(viewer)
        exact = self._read_members(
            domain & point & self._get_box_domain(filters),
            ("id", "name", "partner_latitude", "partner_longitude"),
        )
        rows = [
            (distance_km(filters.point, (latitude, longitude)), name, id_, True)
            for id_, name, latitude, longitude in exact
        ]
        vague = self._read_members(domain & ~point, ("id", "name", "zip", "city"))
        towns = self._get_town_points({row[3] for row in vague if row[3]})
        unknown = []
        for id_, name, zip_, city in vague:
            if place := towns.get((zip_ or "", city)):
                rows.append((distance_km(filters.point, place), name, id_, False))
            else:
                unknown.append((name, id_))
        ranked = [
            (id_, (km, is_exact))
            for km, _name, id_, is_exact in sorted(rows)
            if not filters.km or km <= filters.km
        ]
        if not filters.km:
            ranked += [(id_, None) for _name, id_ in sorted(unknown)]
        return ranked

    @api.model
    def _read_members(self, domain, names):
        """Columns of members, without the cost of records.

        :return: list of tuples
        """
        Partner = self.env["res.partner"].sudo()
        query = Partner._search(domain)
        columns = [Partner._field_to_sql(query.table, name, query) for name in names]
        return self.env.execute_query(query.select(*columns))
