from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..matching import FACES

# Members a batch, notices a member, suggestions a notice and face.
BATCH = 20
MOST_NOTICES = 10
MOST_SUGGESTIONS = 5


class OffMatching(models.AbstractModel):
    """New suggestions by mail, once a week, one mail for each member."""

    _inherit = "off.matching"

    @api.model
    def _cron_send_digests(self):
        """Look for each member once a week. A member's date is written with its mail:
        whatever stops the run, it goes on after the last member and none gets two."""
        Partner = self.env["res.partner"].sudo()
        domain = self._get_digest_domain()
        self.env["ir.cron"]._commit_progress(remaining=Partner.search_count(domain))
        while members := Partner.search(domain, limit=BATCH, order="id"):
            for member in members:
                self._send_digest(member)
            members.off_match_digest_date = fields.Date.context_today(self)
            if not self.env["ir.cron"]._commit_progress(len(members)):
                break

    def _get_digest_domain(self):
        notices = self.env["off.network.notice"].sudo()
        members = notices._search([("state", "=", "open")]).subselect("member_id")
        a_week_ago = fields.Date.context_today(self) - timedelta(days=6)
        waiting = Domain("off_match_digest_date", "=", False) | Domain(
            "off_match_digest_date", "<", a_week_ago
        )
        return (
            Domain("off_is_member", "=", True)
            & Domain("off_match_digest", "=", True)
            & Domain("id", "in", members)
            & waiting
        )

    @api.model
    def _send_digest(self, member):
        """Mail ``member`` what is new, nothing if nothing is.

        :return: mail.mail, maybe empty
        """
        Mail = self.env["mail.mail"].sudo()
        recipients = member._off_get_recipients().sudo().filtered("email")
        if not recipients:
            return Mail
        engine = self.sudo().with_context(lang=recipients[0].lang or self.env.lang)
        found = engine._get_new_suggestions(member)
        if not found:
            return Mail
        self.env["off.matching.sent"].sudo().create(
            [
                {"notice_id": notice.id, "partner_id": partner_id}
                for notice, suggestions in found
                for partner_id in {row["partner"].id for row in suggestions}
            ]
        )
        return Mail.create(engine._prepare_digest(member, recipients, found))

    def _get_new_suggestions(self, member):
        """What was not mailed yet; mere neighbours are not worth a mail.

        :return: ``[(notice, [suggestion of _find])]``, notices with something new
        """
        Notice = self.env["off.network.notice"].sudo()
        notices = Notice.search(
            [("member_id", "=", member.id), ("state", "=", "open")],
            order="id desc",
            limit=MOST_NOTICES,
        )
        sent = dict(
            self.env["off.matching.sent"]
            .sudo()
            ._read_group(
                [("notice_id", "in", notices.ids)],
                ["notice_id"],
                ["partner_id:array_agg"],
            )
        )
        found = []
        for notice in notices:
            known = set(sent.get(notice, ()))
            new = []
            for face, (kind, _roles) in FACES.items():
                if kind not in ("both", notice.kind):
                    continue
                rows = [
                    row
                    for row in self._find(notice, face, limit=50)
                    if row["match"] and row["partner"].id not in known
                ]
                new += rows[:MOST_SUGGESTIONS]
                known |= {row["partner"].id for row in rows}
            if new:
                found.append((notice, new))
        return found

    def _prepare_digest(self, member, recipients, found):
        url = member._off_get_digest_url()
        body = self.env["ir.qweb"]._render(
            "off_hub_network_matching.digest_mail",
            {
                "member": member,
                "found": found,
                "url": f"{member.get_base_url()}/my/network/matching",
                "unsubscribe_url": url,
            },
        )
        company = member.off_keeper_company_id or self.env.company
        return {
            "subject": self.env._("New in your network for %s", member.name),
            "body_html": body,
            "recipient_ids": [(6, 0, recipients.ids)],
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "auto_delete": True,
            "headers": repr(
                {
                    "List-Unsubscribe": f"<{url}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    "X-Auto-Response-Suppress": "OOF",
                }
            ),
        }
