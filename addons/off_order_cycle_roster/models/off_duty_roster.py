from odoo import models


class OffOrderCycle(models.Model):
    """The roster on paper, a page for each pickup point."""

    _inherit = "off.order.cycle"

    def _get_roster_pages(self):
        """:return: list of dict with ``point`` and its ``shifts`` by time"""
        self.ensure_one()
        shifts = self.env["off.duty.shift"].search([("cycle_id", "=", self.id)])
        return [
            {"point": point, "shifts": group.sorted("date_start")}
            for point, group in shifts.grouped("point_id").items()
        ]


class OffDutyShift(models.Model):
    _inherit = "off.duty.shift"

    def _get_roster_rows(self):
        """Who comes; phone numbers of those who agreed.

        :return: list of dict with ``name``, ``phone``, ``has_key``, ``asking``
        """
        self.ensure_one()
        coming = self._get_coming()
        members = {
            member.partner_id: member
            for member in self.env["off.duty.member"].search(
                [
                    ("hub_id", "=", self.hub_id.id),
                    ("partner_id", "in", coming.partner_id.ids),
                ]
            )
        }
        nobody = self.env["off.duty.member"]
        rows = []
        for volunteer in coming:
            member = members.get(volunteer.partner_id, nobody)
            rows.append(
                {
                    "name": volunteer.partner_id.sudo().name,
                    "phone": volunteer.phone if member.show_phone else "",
                    "has_key": member.has_key,
                    "asking": volunteer.replacement_asked,
                }
            )
        return rows
