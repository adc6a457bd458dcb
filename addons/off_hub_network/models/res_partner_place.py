import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_is_zero

_logger = logging.getLogger(__name__)
GOOD_SCORE = 0.6
ADDRESS = ("street", "zip", "city", "state_id", "country_id")


class ResPartner(models.Model):
    """Where members are: addresses become places on the map."""

    _inherit = "res.partner"

    off_geo_score = fields.Float(
        "Match of the address",
        digits=(3, 2),
        copy=False,
        readonly=True,
        help="How sure the address service is of the place, from 0 to 1.",
    )
    off_is_located = fields.Boolean(
        "On the map",
        compute="_compute_off_is_located",
        search="_search_off_is_located",
        help="Has coordinates. (0, 0) means that they are missing.",
    )

    off_last_place = fields.Json(
        copy=False,
        groups="base.group_system",
        help="The address that was on the map before it was changed, and its place.",
    )

    @api.depends("partner_latitude", "partner_longitude")
    def _compute_off_is_located(self):
        for partner in self:
            partner.off_is_located = not (
                float_is_zero(partner.partner_latitude, precision_digits=7)
                and float_is_zero(partner.partner_longitude, precision_digits=7)
            )

    def _search_off_is_located(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = fields.Domain(
            [("partner_latitude", "in", (0, False))]
        ) & fields.Domain([("partner_longitude", "in", (0, False))])
        domains = {True: ~missing, False: missing}
        return fields.Domain.OR(domains[bool(item)] for item in value)

    def action_off_locate(self):
        """Find the places of these members, and tell how it went."""
        located = self._off_locate()
        unsure = located.filtered(lambda partner: partner.off_geo_score < GOOD_SCORE)
        missing = self - located
        lines = [self.env._("%s addresses found.", len(located))]
        if unsure:
            lines.append(
                self.env._("Check these on the map: %s.", self._off_name(unsure))
            )
        if missing:
            lines.append(
                self.env._("No place for: %s.", self._off_name(missing)),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if unsure or missing else "success",
                "message": " ".join(lines),
                "sticky": bool(unsure or missing),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _off_name(self, partners, limit=10):
        names = ", ".join(partners[:limit].mapped("display_name"))
        return f"{names}…" if len(partners) > limit else names

    def _off_locate(self):
        """Look the addresses up at the national address service, in bulk.

        :return: those that were found
        :raise UserError: the service cannot be reached; nothing is changed
        """
        self.check_access("write")
        addresses = {
            partner.id: (partner.street or "", partner.zip or "", partner.city or "")
            for partner in self
            if partner.city or partner.zip
        }
        if not addresses:
            return self.browse()
        places = self.env["base.geocoder"]._off_search_many(addresses)
        today = fields.Date.context_today(self)
        located = self.browse(places)
        for partner in located:
            latitude, longitude, score = places[partner.id]
            partner.write(
                {
                    "partner_latitude": latitude,
                    "partner_longitude": longitude,
                    "off_geo_score": score,
                    "date_localization": today,
                }
            )
        return located

    def _cron_off_locate(self):
        """Members that have an address and no place, new ones first."""
        members = self.search(
            [
                ("off_is_member", "=", True),
                ("off_is_located", "=", False),
                ("date_localization", "=", False),
                "|",
                ("city", "!=", False),
                ("zip", "!=", False),
            ],
            order="id desc",
            limit=2000,
        )
        try:
            located = members._off_locate()
        except UserError as error:
            # Offline: the next run tries again. A failure would end the job for good
            # after a few days without connection.
            _logger.warning("%s", error.args[0])
            return
        # Not to be asked again each night: an edited address starts anew.
        (members - located).date_localization = fields.Date.context_today(self)

    def write(self, vals):
        if not vals.keys() & set(ADDRESS) or "partner_latitude" in vals:
            return super().write(vals)
        members = self.sudo().filtered("off_is_member")
        members.filtered("off_is_located")._off_keep_place()
        vals = {**vals, "off_geo_score": 0.0, "date_localization": False}
        result = super().write(vals)
        members._off_find_kept_place()
        return result

    def _off_keep_place(self):
        for partner in self:
            day = fields.Date.to_string(partner.date_localization)
            partner.off_last_place = {
                "address": partner._off_get_address_key(),
                "place": {
                    "partner_latitude": partner.partner_latitude,
                    "partner_longitude": partner.partner_longitude,
                    "off_geo_score": partner.off_geo_score,
                    "date_localization": day,
                },
            }

    def _off_find_kept_place(self):
        """An address that comes back, or was written as it is, keeps its place."""
        for partner in self:
            kept = partner.off_last_place
            if kept and kept["address"] == partner._off_get_address_key():
                partner.write(kept["place"])

    def _off_get_address_key(self):
        """:return: list of texts, equal for the same address in other letters"""
        self.ensure_one()
        texts = [self.street, self.zip, self.city, self.state_id.code]
        texts.append(self.country_id.code)
        return [" ".join((text or "").casefold().split()) for text in texts]
