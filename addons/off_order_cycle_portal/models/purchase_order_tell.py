from markupsafe import Markup

from odoo import SUPERUSER_ID, models

ACTIVITY = "off_order_cycle_portal.activity_type_answer"


class PurchaseOrder(models.Model):
    """Whoever ordered is told what a producer answered."""

    _inherit = "purchase.order"

    def _off_tell_answer(self, answer, former):
        """A message of the cycle, read by those who follow it; mailed to them where
        there is something to do. Who cannot deliver is an activity of the order."""
        speaking = self.with_context(lang=self.company_id.partner_id.lang)
        answer = answer.with_env(speaking.env)
        is_bad = answer.kind != "all" or answer.date_proposed
        cycle = speaking.off_cycle_id.with_context(
            mail_post_autofollow_author_skip=True
        )
        # The producer does not follow what others bring.
        cycle.message_post(
            body=speaking._off_write_answer(answer, former),
            author_id=answer.partner_id.id or None,
            message_type="comment",
            subtype_xmlid="mail.mt_comment" if is_bad else "mail.mt_note",
        )
        self.activity_unlink([ACTIVITY])
        if answer.kind == "none" or answer.date_proposed:
            speaking._off_plan_activity(speaking._off_write_short(answer))

    def _off_plan_activity(self, note, summary=""):
        """:param summary: its title, unless it is that the producer cannot deliver"""
        self.activity_schedule(
            ACTIVITY,
            summary=summary,
            note=note,
            user_id=self._off_get_coordinator().id,
        )

    def _off_get_coordinator(self):
        """Who sees to the order: who has it, who made the cycle, else a coordinator of
        its operator.

        :return: res.users
        """
        group = self.env.ref("off_hub_network.group_coordinator")
        known = self.user_id | self.off_cycle_id.create_uid
        others = self.env["res.users"].search(
            [("all_group_ids", "in", group.ids), ("share", "=", False)], order="id"
        )
        return (known | others).filtered(
            lambda user: (
                user.id != SUPERUSER_ID
                and user.active
                and user._is_internal()
                and self.company_id in user.company_ids
            )
        )[:1] or self.env.ref("base.user_root")

    def _off_write_answer(self, answer, former):
        """What the message says, as Markup."""
        names = {"producer": self.partner_id.name, "order": self.name}
        if answer.kind == "all":
            text = self.env._("%(producer)s brings all of %(order)s.", **names)
        elif answer.kind == "some":
            text = self.env._("%(producer)s brings a part of %(order)s:", **names)
        else:
            text = self.env._("%(producer)s cannot deliver %(order)s:", **names)
        body = Markup("<p>%s</p>") % text + self._off_write_short(answer)
        if former:
            body += Markup("<p>%s</p>") % self.env._("This replaces its former answer.")
        return body

    def _off_write_short(self, answer):
        rows = Markup().join(
            Markup("<li>%s</li>") % line._get_text()
            for line in answer.line_ids
            if line._is_short()
        )
        body = Markup("<ul>%s</ul>") % rows if rows else Markup()
        if answer.date_proposed:
            body += Markup("<p>%s</p>") % self.env._(
                "Proposes another day: %s",
                self._off_format_day(answer.date_proposed),
            )
        if answer.note:
            body += Markup("<p>%s</p>") % answer.note
        return body
