from odoo import api, fields, models
from odoo.tools import SQL

from .off_notice import OPTIONAL, TOPICS


class OffNoticeChoice(models.Model):
    """Which mails a customer wants of a hub; of all hubs where there is no hub.

    Customers of a hub are told without having chosen; who only follows it asked to be.
    It is the customer's own: staff sees numbers, not names.
    """

    _name = "off.notice.choice"
    _description = "Mails That a Customer Wants"
    _inherit = ["off.kept.mixin"]
    _order = "id"
    _rec_name = "hub_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    hub_id = fields.Many2one("off.hub", ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="hub_id.company_id", store=True)
    follows = fields.Boolean(
        help="Wants to be told of sales without having ordered here before."
    )
    paused = fields.Boolean(help="Wants none but those about its orders.")
    wants_open = fields.Boolean(default=True)
    wants_closing = fields.Boolean(default=True)
    wants_ready = fields.Boolean(default=True)
    wants_reminder = fields.Boolean(default=True)

    _hub_uniq = models.UniqueIndex(
        "(partner_id, COALESCE(hub_id, 0))", "What this customer wants is known."
    )

    @api.model
    def _ensure(self, partner, hub=None):
        """The choice of ``partner`` at ``hub``, made where there is none. Two who ask
        at once get the same."""
        self = self.sudo()
        domain = [
            ("partner_id", "=", partner.id),
            ("hub_id", "=", hub.id if hub else False),
        ]
        if found := self.search(domain, limit=1):
            return found
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO off_notice_choice
                       (partner_id, hub_id, company_id, follows, paused, wants_open,
                        wants_closing, wants_ready, wants_reminder, create_uid,
                        write_uid, create_date, write_date)
                VALUES (%(partner)s, %(hub)s, %(company)s, FALSE, FALSE, TRUE, TRUE,
                        TRUE, TRUE, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                        now() AT TIME ZONE 'UTC')
                    ON CONFLICT DO NOTHING
                """,
                partner=partner.id,
                hub=hub.id if hub else None,
                company=hub.company_id.id if hub else None,
                uid=self.env.uid,
            )
        )
        return self.search(domain, limit=1)

    @api.model
    def _follow(self, partner, hub, follows=True):
        """Tell ``partner`` of the sales of ``hub``, or no longer."""
        choice = self._ensure(partner, hub)
        vals = {"follows": follows}
        if follows:
            # Whoever asks for mail wants it, whatever was switched off before.
            vals["wants_open"] = True
        choice.write(vals)
        return choice

    @api.model
    def _unsubscribe(self, partner, hub, topic):
        """No more of these mails: ``"sales"`` or ``"pickups"``. Once or twice is the
        same."""
        vals = {f"wants_{kind}": False for kind in TOPICS[topic]}
        if topic == "sales":
            vals["follows"] = False
        self._ensure(partner, hub).write(vals)

    @api.model
    def _get_refused(self, pairs):
        """What customers do not want.

        :param pairs: set of (res.partner id, off.hub id)
        :return: set of (partner id, hub id, kind)
        """
        choices = self.sudo().search_fetch(
            [("partner_id", "in", list({partner for partner, _hub in pairs}))],
            ["partner_id", "hub_id", "paused", *(f"wants_{kind}" for kind in OPTIONAL)],
        )
        paused = {one.partner_id.id for one in choices if not one.hub_id and one.paused}
        refused = {
            (one.partner_id.id, one.hub_id.id, kind)
            for one in choices
            for kind in OPTIONAL
            if one.hub_id and (one.paused or not one[f"wants_{kind}"])
        }
        return refused | {
            (partner, hub, kind)
            for partner, hub in pairs
            for kind in OPTIONAL
            if partner in paused
        }


class OffHub(models.Model):
    _inherit = "off.hub"

    follower_count = fields.Integer(
        "Customers who follow",
        compute="_compute_follower_count",
        groups="off_hub_network.group_user",
        help="Who asked to be told when a sale opens. Only their number is known.",
    )

    def _compute_follower_count(self):
        """Of one's own hubs."""
        own = self.filtered(lambda hub: hub.company_id in self.env.companies)
        counts = dict(
            self.env["off.notice.choice"]
            .sudo()
            ._read_group(
                [("hub_id", "in", own.ids), ("follows", "=", True)],
                ["hub_id"],
                ["__count"],
            )
        )
        for hub in self:
            hub.follower_count = counts.get(hub, 0)
