from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import escape_psql


class OffDirectory(models.AbstractModel):
    """Finds where a place is that a visitor wrote."""

    _inherit = "off.directory"

    @api.model
    def _locate(self, filters):
        """Add the point of the place that was asked.

        A town of members is known here; for anything else the provider of places is
        asked, which needs a connection.

        :return: (filters, None) or, without point, (filters, what to tell the visitor)
        """
        if not filters.near or filters.point:
            return filters, None
        point = self._get_town_point(filters.near)
        problem = None
        if not point:
            point, problem = self._ask_provider(filters.near)
        if point:
            # Five digits are a metre: shorter addresses, and equal ones for caches.
            point = tuple(round(degrees, 5) for degrees in point)
        return filters.change(point=point), problem

    @api.model
    def _get_town_point(self, text):
        """Middle of the public points of members of a town, by name or postcode.

        Of towns with the same name, the one with most members.
        """
        # “saint herblain” is written “Saint-Herblain”.
        pattern = escape_psql(text).replace(" ", "_").replace("-", "_")
        rows = (
            self.env["res.partner"]
            .sudo()
            ._read_group(
                self.env["res.partner"]._off_get_shown_domain()
                & self._get_point_domain()
                & (Domain("city", "=ilike", pattern) | Domain("zip", "=", text)),
                ["zip"],
                ["partner_latitude:avg", "partner_longitude:avg", "__count"],
                order="__count desc, zip",
                limit=1,
            )
        )
        return rows[0][1:3] if rows else None

    @api.model
    def _get_town_points(self, names):
        """Middle of the public points of the members of towns.

        :return: ``{(zip, city): (latitude, longitude)}`` of those that are known
        """
        if not names:
            return {}
        Partner = self.env["res.partner"].sudo()
        rows = Partner._read_group(
            Partner._off_get_shown_domain()
            & self._get_point_domain()
            & Domain("city", "in", list(names)),
            ["zip", "city"],
            ["partner_latitude:avg", "partner_longitude:avg"],
        )
        return {(zip_ or "", city): tuple(place) for zip_, city, *place in rows}

    @api.model
    def _ask_provider(self, text):
        """:return: (point or None, what to tell where there is none)"""
        country = self.env.company.sudo().country_id.with_context(lang="en_US").name
        geocoder = self.env["base.geocoder"].sudo()
        try:
            query = geocoder.geo_query_address(city=text, country=country)
            point = geocoder.geo_find(query, force_country=country)
        except UserError:
            return None, self.env._(
                "“%s” cannot be looked up right now. Write the town of a member, or "
                "try again later. Members are sorted by name.",
                text,
            )
        if not point:
            return None, self.env._(
                "No place is known as “%s”. Check the spelling, or write a town. "
                "Members are sorted by name.",
                text,
            )
        return point[:2], None
