from odoo import api, fields, models

MOST_NOTICES = 50


class OffNetworkSuggestion(models.TransientModel):
    """A member that suits a need or a capacity, at the moment somebody asked.

    Not kept: who hides tomorrow is not found tomorrow.
    """

    _name = "off.network.suggestion"
    _description = "Suggestion"
    _order = "notice_id desc, score desc, id"
    _rec_name = "partner_id"

    notice_id = fields.Many2one(
        "off.network.notice", string="For", required=True, ondelete="cascade"
    )
    face = fields.Selection(
        [("producer", "Producers"), ("hub", "Hubs"), ("buyer", "Buyers")], required=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, ondelete="cascade"
    )
    city = fields.Char(related="partner_id.city")
    score = fields.Integer(help="Out of 100.")
    distance = fields.Char()
    reasons = fields.Text("Why")
    message = fields.Text(help="What the other member reads with the proposal.")
    link_id = fields.Many2one("off.network.link", readonly=True)

    @api.model
    def _open(self, notices, face):
        """Action that lists suggestions for ``notices``."""
        suggestions = self.create(
            [
                self._prepare_vals(notice, face, found)
                for notice in notices
                for found in self.env["off.matching"]._find(notice, face)
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"off_hub_network_matching.off_network_suggestion_action_{face}"
        )
        action["domain"] = [("id", "in", suggestions.ids)]
        if len(notices) > 1:
            action["context"] = {"search_default_group_notice": True}
        return action

    @api.model
    def _open_all(self, face):
        """Suggestions for the latest open notices of the user's own members."""
        kinds = {
            "producer": ["need"],
            "hub": ["need", "capacity"],
            "buyer": ["capacity"],
        }
        Notice = self.env["off.network.notice"]
        notices = Notice.search(
            [
                ("state", "=", "open"),
                ("kind", "in", kinds[face]),
                ("member_id", "in", Notice._get_own_members().ids),
            ],
            order="id desc",
            limit=MOST_NOTICES,
        )
        return self._open(notices._filtered_access("write"), face)

    def _prepare_vals(self, notice, face, found):
        km = found["km"]
        return {
            "notice_id": notice.id,
            "face": face,
            "partner_id": found["partner"].id,
            "score": found["score"],
            "distance": "" if km is None else self.env._("%s km", f"{km:.0f}"),
            "reasons": "\n".join(found["reasons"]),
            "message": notice._get_proposal(),
        }

    def action_propose(self):
        for suggestion in self.filtered(lambda suggestion: not suggestion.link_id):
            suggestion.link_id = suggestion.notice_id._propose_link(
                suggestion.partner_id, suggestion.message or ""
            )
        return True

    def action_view_link(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "off.network.link",
            "res_id": self.link_id.id,
            "view_mode": "form",
        }
