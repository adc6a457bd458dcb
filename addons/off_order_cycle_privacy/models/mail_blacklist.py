from odoo import api, fields, models

NEWS = "newsletter"


class MailBlacklist(models.Model):
    """Odoo's list of addresses that want no mailings follows the consents to news: any
    mailing of Odoo honours it, whoever was chosen to get it.

    There is one list for all operators: who ended the news of one of them gets those of
    none, until it agrees again.
    """

    _inherit = "mail.blacklist"

    off_is_news = fields.Boolean(
        "News only",
        readonly=True,
        help="By a consent that was withdrawn: mails about sales have a choice of "
        "their own.",
    )

    def _add(self, email, message=None):
        """Override: who refuses all mailings otherwise refuses more than news."""
        record = super()._add(email, message=message)
        record.off_is_news = bool(self.env.context.get("off_news"))
        return record

    @api.model
    def _off_follow_news(self, partners):
        """Refuse or take the addresses of these contacts, as they said last."""
        everything = self.sudo()
        for email in {one for one in partners.mapped("email_normalized") if one}:
            blocked = everything.search([("email", "=", email)])
            if everything._off_is_refused(email):
                if not blocked:
                    everything.with_context(off_news=True)._add(email)
            elif blocked:
                everything._remove(email)

    @api.model
    def _off_is_refused(self, email):
        """:return: whether somebody with this address ended the news of an operator"""
        answers = (
            self.env["off.consent"]
            .sudo()
            .search(
                [
                    ("partner_id.email_normalized", "=", email),
                    ("purpose_id.code", "=", NEWS),
                ],
                order="id",
            )
        )
        last = {(one.partner_id, one.company_id): one for one in answers}
        return any(
            not one.is_given and one.source != "erasure" for one in last.values()
        )
