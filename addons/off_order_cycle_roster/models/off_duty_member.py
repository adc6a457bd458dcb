from collections import defaultdict
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.period import get_period

# Who bought as long ago is no member of the roster any more, unless put on it.
MEMORY = relativedelta(months=12)


class OffDutyMember(models.Model):
    """A member of a hub as far as its duties go: what others may know of it, and what
    it did."""

    _name = "off.duty.member"
    _description = "Member of a Roster"
    _inherit = ["off.kept.mixin"]
    _order = "hub_id, partner_id, id"

    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, ondelete="cascade", index=True
    )
    active = fields.Boolean(
        default=True, help="Who is archived does not see the roster any more."
    )
    show_name = fields.Boolean(
        "Name shown",
        help="The member agrees that other members read its name on the roster.",
    )
    shown_name = fields.Char(
        "Name on the roster", help="First name by default.", size=40
    )
    show_phone = fields.Boolean(
        "Phone shown",
        help="The member agrees that those of the same shift see its phone number.",
    )
    is_asked = fields.Boolean(
        "May be asked",
        default=True,
        help="Gets mails of those who look for a replacement.",
    )
    has_key = fields.Boolean("Has a key")
    is_exempt = fields.Boolean("No duties", help="Of this member no duties are asked.")
    done_count = fields.Integer(
        "Done", compute="_compute_counts", help="In the hub's present period."
    )
    planned_count = fields.Integer(
        "Planned", compute="_compute_counts", help="In the hub's present period."
    )
    missed_count = fields.Integer(
        "Did not come", compute="_compute_counts", help="In the hub's present period."
    )
    missing_count = fields.Integer(
        "Still to do", compute="_compute_counts", search="_search_missing_count"
    )
    is_idle = fields.Boolean(
        "Did none",
        compute="_compute_counts",
        search="_search_is_idle",
        help="Neither did a duty in this period nor signed up for one.",
    )

    _member_uniq = models.UniqueIndex(
        "(hub_id, partner_id)", "This member is on the roster of this hub already."
    )

    @api.depends("partner_id.name", "hub_id.name")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.partner_id.name}, {member.hub_id.name}"

    # -- what each did -----------------------------------------------------------------
    @api.depends("hub_id.duty_minimum", "hub_id.duty_period", "is_exempt")
    def _compute_counts(self):
        counts = self._count_duties(self.hub_id, self.partner_id)
        for member in self:
            by_state = counts.get((member.hub_id, member.partner_id), {})
            member.done_count = by_state.get("done", 0)
            member.missed_count = by_state.get("missed", 0)
            member.planned_count = by_state.get("signed", 0) + by_state.get(
                "confirmed", 0
            )
            member.is_idle = not (
                member.done_count or member.planned_count or member.is_exempt
            )
            minimum = 0 if member.is_exempt else member.hub_id.duty_minimum
            member.missing_count = max(minimum - member.done_count, 0)

    @api.model
    def _count_duties(self, hubs, partners):
        """:return: ``{(off.hub, res.partner): {state: number}}`` in each hub's present
        period"""
        counts = defaultdict(dict)
        Volunteer = self.env["off.duty.volunteer"]
        for start, end, group in self._group_by_period(hubs):
            for hub, partner, state, count in Volunteer._read_group(
                [
                    ("hub_id", "in", group.ids),
                    ("partner_id", "in", partners.ids),
                    ("date_start", ">=", start),
                    ("date_start", "<", end),
                ],
                ["hub_id", "partner_id", "state"],
                ["__count"],
            ):
                counts[hub, partner][state] = count
        return counts

    @api.model
    def _group_by_period(self, hubs):
        """:return: list of (start, end of the present period as Odoo stores moments,
        the off.hub of which it is the period)"""
        groups = defaultdict(lambda: self.env["off.hub"])
        for hub in hubs:
            zone = ZoneInfo(hub.company_id._off_get_tz())
            today = fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone).date()
            bounds = tuple(
                datetime.combine(day, time.min, zone)
                .astimezone(UTC)
                .replace(tzinfo=None)
                for day in get_period(today, hub.duty_period)
            )
            groups[bounds] |= hub
        return [(*bounds, group) for bounds, group in groups.items()]

    def _search_is_idle(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("is_exempt", "=", False)
        for start, end, group in self._group_by_period(self._get_seen_hubs()):
            busy = self._get_busy(start, end, group, ("done", "signed", "confirmed"))
            domain &= Domain("hub_id", "not in", group.ids) | Domain(
                "partner_id", "not in", busy
            )
        return domain if set(value) == {True} else ~domain

    def _search_missing_count(self, operator, value):
        """Only whether anything is still to do: what the filter asks."""
        if (operator, value) != (">", 0):
            return NotImplemented
        hubs = self._get_seen_hubs().filtered("duty_minimum")
        lacking = self.browse()
        for member in self.search([("hub_id", "in", hubs.ids)]):
            if member.missing_count:
                lacking += member
        return [("id", "in", lacking.ids)]

    def _get_seen_hubs(self):
        return self.env["off.hub"].search(
            [("company_id", "in", self.env.companies.ids)]
        )

    def _get_busy(self, start, end, hubs, states):
        """:return: query of the res.partner who have a duty in these states"""
        return (
            self.env["off.duty.volunteer"]
            ._search(
                [
                    ("hub_id", "in", hubs.ids),
                    ("state", "in", states),
                    ("date_start", ">=", start),
                    ("date_start", "<", end),
                ]
            )
            .subselect("partner_id")
        )

    # -- who is a member ---------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_partners(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_partners([vals])
        return super().write(vals)

    def _check_partners(self, vals_list):
        """Who is put on the roster is somebody whom the user may see."""
        if not self.env.su:
            ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
            self.env["res.partner"].browse(ids).check_access("read")

    @api.model
    def _ensure_members(self, hubs, partner=None):
        """Put on the rosters of ``hubs`` their members, who ordered there within a year
        or has a standing order. Whoever is on one, archived or not, stays as they are.

        :param partner: this one only
        """
        self.flush_model()
        self.env.flush_all()
        since = fields.Datetime.now() - MEMORY
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO off_duty_member
                    (hub_id, company_id, partner_id, active, is_asked,
                     create_uid, write_uid, create_date, write_date)
                SELECT known.hub_id, hub.company_id, known.partner_id, true, true,
                       %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM (
                    SELECT off_hub_id AS hub_id, partner_id FROM sale_order
                     WHERE off_hub_id IN %(hubs)s AND state = 'sale'
                       AND date_order >= %(since)s
                     UNION
                    SELECT hub_id, partner_id FROM off_standing_order
                     WHERE hub_id IN %(hubs)s AND state IN ('active', 'paused')
                     UNION
                    SELECT hub_id, partner_id FROM off_hub_customer
                     WHERE hub_id IN %(hubs)s AND state = 'member'
                       AND COALESCE(date_start <= %(today)s, true)
                       AND COALESCE(date_end >= %(today)s, true)
                  ) known
                  JOIN off_hub hub ON hub.id = known.hub_id
                 WHERE %(partner)s
                ON CONFLICT (hub_id, partner_id) DO NOTHING
                """,
                uid=self.env.uid,
                hubs=tuple(hubs.ids) or (0,),
                since=since,
                today=fields.Date.context_today(self),
                partner=SQL("known.partner_id = %s", partner.id)
                if partner
                else SQL("TRUE"),
            )
        )
        self.invalidate_model()

    @api.model
    def _get_hubs(self, partner):
        """Hubs on whose roster somebody is, or belongs by what it bought.

        :return: off.hub with all rights
        """
        rows = (
            self.sudo()
            .with_context(active_test=False)
            .search([("partner_id", "=", partner.id)])
        )
        orders = self.env["sale.order"].sudo()
        bought = orders._read_group(
            [
                ("partner_id", "=", partner.id),
                ("off_hub_id", "!=", False),
                ("state", "=", "sale"),
                ("date_order", ">=", fields.Datetime.now() - MEMORY),
            ],
            ["off_hub_id"],
        )
        standing = self.env["off.standing.order"].sudo()
        standing = standing.search(
            [("partner_id", "=", partner.id), ("state", "in", ("active", "paused"))]
        )
        customers = self.env["off.hub.customer"].sudo()
        joined = customers.search(
            [("partner_id", "=", partner.id), ("is_member", "=", True)]
        )
        hubs = (standing.hub_id | joined.hub_id).union(*(hub for (hub,) in bought))
        gone = rows.filtered(lambda row: not row.active).hub_id
        return (hubs | rows.hub_id) - gone

    @api.model
    def _get_own(self, hub, partner):
        """The row of somebody on the roster of a hub, made where it was missing."""
        self._ensure_members(hub, partner)
        return self.sudo().search(
            [("hub_id", "=", hub.id), ("partner_id", "=", partner.id)]
        )

    def _get_shown_name(self):
        """What the other members read; nothing without consent."""
        self.ensure_one()
        if not self.show_name:
            return ""
        words = (self.partner_id.name or "").split()
        return self.shown_name or (words[0] if words else "")
