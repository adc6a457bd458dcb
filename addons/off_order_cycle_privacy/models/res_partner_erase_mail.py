import re

from markupsafe import Markup, escape

from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools.mail import email_normalize, email_split_and_format

# Where addresses and names stand beside the text.
HEADS = ("subject", "reply_to", "email_from", "incoming_email_to")
HEADS += ("incoming_email_cc", "outgoing_email_to")
GONE_OUT = ("sent", "received")


class ResPartner(models.Model):
    """Erasure: what was written to a person, by it or about it."""

    _inherit = "res.partner"

    @api.model
    def _off_get_words(self, everybody):
        """What may stand in texts, longest first."""
        words = set()
        for partner in everybody:
            for name in ("name", "email", "email_normalized", "phone", "street"):
                words.add((partner[name] or "").strip())
        words.update(everybody.user_ids.mapped("login"))
        for bank in everybody.bank_ids:
            words |= {bank.acc_number, bank.sanitized_acc_number or ""}
        return sorted((word for word in words if len(word) > 3), key=len, reverse=True)

    def _off_anonymise_messages(self, everybody, words):
        addresses = [word for word in words if "@" in word]
        about = (
            Domain("partner_ids", "in", everybody.ids)
            | Domain("notification_ids.res_partner_id", "in", everybody.ids)
            | Domain("author_id", "in", everybody.ids)
            | Domain("model", "=", "res.partner")
            & Domain("res_id", "in", everybody.ids)
            # An address is one person's, wherever it stands; a name may be another's.
            | Domain.OR(
                Domain(name, "ilike", address)
                for name in ("body", *HEADS)
                for address in addresses
            )
        )
        messages = self.env["mail.message"].sudo().search(about)
        gone = self.env._("[erased]")
        for message in messages:
            vals = {}
            body = message.body or ""
            clean = self._off_scrub(body, words, gone)
            if clean != body:
                vals["body"] = clean
            for name in HEADS:
                text = message[name] or ""
                clean = self._off_scrub(text, words, gone)
                if clean != text:
                    vals[name] = clean
            if message.author_id in everybody:
                vals["email_from"] = gone
            if vals:
                message.write(vals)
        own = messages.filtered(
            lambda one: one.model == "res.partner" and one.res_id in everybody.ids
        )
        own.tracking_value_ids.unlink()
        self._off_anonymise_mails(everybody, words, messages)
        self.env["mail.followers"].sudo().search(
            [("partner_id", "in", everybody.ids)]
        ).unlink()
        self.env["mail.notification"].sudo().search(
            [("res_partner_id", "in", everybody.ids)]
        ).unlink()
        return [self.env._("Messages: %s.", len(messages))] if messages else []

    def _off_anonymise_mails(self, everybody, words, messages):
        """Mails to the person lose it, also in copy: those to nobody else are deleted,
        or emptied where they went out; the others keep their other recipients."""
        known = {word.lower() for word in words if "@" in word}
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search(
                Domain("recipient_ids", "in", everybody.ids)
                | Domain("mail_message_id", "in", messages.ids)
                | Domain.OR(
                    Domain(name, "ilike", address)
                    for name in ("email_to", "email_cc", "headers")
                    for address in known
                )
            )
        )
        mails.filtered(
            lambda mail: not self._off_anonymise_mail(mail, everybody, words, known)
        ).unlink()

    def _off_anonymise_mail(self, mail, everybody, words, known):
        """
        :param known: set of the person's addresses
        :return: whether it is kept
        """
        left = mail.recipient_ids - everybody
        lines = {
            name: self._off_split_addresses(mail[name], known)
            for name in ("email_to", "email_cc")
        }
        mine = left != mail.recipient_ids or any(own for own, _ in lines.values())
        others = left or any(others for _own, others in lines.values())
        if mine and not others:
            mail.write(
                {
                    "email_to": False,
                    "email_cc": False,
                    "recipient_ids": [Command.clear()],
                    "body_html": False,
                    "headers": False,
                }
            )
            return mail.state in GONE_OUT
        vals = {name: ", ".join(rest) for name, (own, rest) in lines.items() if own}
        if left != mail.recipient_ids:
            vals["recipient_ids"] = [Command.set(left.ids)]
        for name in ("body_html", "headers"):
            text = mail[name] or ""
            clean = self._off_scrub(text, words, self.env._("[erased]"))
            if clean != text:
                vals[name] = clean
        if vals:
            mail.write(vals)
        return True

    @api.model
    def _off_split_addresses(self, text, known):
        """
        :param text: a line of addresses, with names or without
        :param known: set of normalised addresses
        :return: the entries whose address is ``known``, and the others
        """
        entries = email_split_and_format(text or "")
        own = [one for one in entries if email_normalize(one) in known]
        return own, [one for one in entries if one not in own]

    @api.model
    def _off_scrub(self, text, words, gone):
        """Addresses are whole ones: that of Ann is no part of Joann's."""
        is_markup = isinstance(text, Markup)
        text = str(text)
        for word in words:
            for form in (str(escape(word)), word):
                if "@" in word:
                    whole = rf"(?<![\w.%+-]){re.escape(form)}(?![\w-]|\.\w)"
                    text = re.sub(whole, lambda _found: gone, text, flags=re.IGNORECASE)
                else:
                    text = text.replace(form, gone)
        return Markup(text) if is_markup else text
