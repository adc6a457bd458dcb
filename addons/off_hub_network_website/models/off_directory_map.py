from odoo import api, models


class OffDirectory(models.AbstractModel):
    """What the map shows: exact points only, and only those that are shown."""

    _inherit = "off.directory"

    @api.model
    def _get_map_points(self, filters, viewer=None):
        """Every member that matches and has a point, in columns rather than records:
        thousands of them go to the browser at once.

        :return: list of ``[id, latitude, longitude, name, town, 1 if producer]``
        """
        domain = self._get_member_domain(filters, viewer)
        domain &= self._get_point_domain(viewer)
        if filters.point:
            domain &= self._get_box_domain(filters)
        rows = self._read_members(
            domain,
            (
                "id",
                "partner_latitude",
                "partner_longitude",
                "name",
                "city",
                "off_is_producer",
            ),
        )
        return [
            [id_, round(lat, 5), round(lng, 5), name or "", city or "", int(producer)]
            for id_, lat, lng, name, city, producer in sorted(rows)
            if self._is_within(filters, (lat, lng))
        ]
