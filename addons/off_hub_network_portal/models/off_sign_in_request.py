import hashlib
import ipaddress
import logging
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize
from odoo.tools.sql import escape_psql

_logger = logging.getLogger(__name__)

MINUTES_VALID = 30
MAX_PER_ADDRESS = 3  # in half an hour
MAX_PER_SOURCE = 20  # in an hour, from one internet connection
MAX_LENGTH = 254
MAX_USERS = 5  # logins that share one address


class OffSignInRequest(models.Model):
    """Somebody asked for a link to sign in.

    What is asked is only written down, and a scheduled action looks whether the address
    is known: neither the answer nor the time it takes tells who has a login. Links are
    kept as hashes, so that a copy of the database opens no session.
    """

    _name = "off.sign.in.request"
    _description = "Sign-in Link Request"
    _order = "id desc"
    _rec_name = "address"

    address = fields.Char(required=True, index=True, readonly=True)
    source = fields.Char(
        required=True, index=True, readonly=True, help="Internet address of who asked."
    )
    base_url = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("asked", "Asked"), ("done", "Done")],
        required=True,
        default="asked",
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    token_hash = fields.Char(readonly=True, copy=False)
    date_end = fields.Datetime("Valid until", readonly=True)
    date_used = fields.Datetime("Used on", readonly=True)

    _token_uniq = models.UniqueIndex("(token_hash) WHERE token_hash IS NOT NULL")

    # -- asking ------------------------------------------------------------------------
    @api.model
    def _ask(self, address, source, base_url):
        """Write down that somebody asks for a link, unless too many were.

        :param source: internet address of who asks
        :param base_url: where the link will lead; never what the browser says
        """
        # Longer ones reach nobody: RFC 5321, 4.5.3.1.3.
        address = email_normalize((address or "")[: MAX_LENGTH + 1]) or ""
        if len(address) > MAX_LENGTH:
            address = ""
        source = self._get_network(source)
        requests = self.sudo()
        if not address or requests._is_too_many(address, source):
            _logger.info("Sign-in link refused to %s (%s)", address or "?", source)
            return
        requests.create({"address": address, "source": source, "base_url": base_url})
        self.env.ref("off_hub_network_portal.cron_send_sign_in_links").sudo()._trigger()

    @api.model
    def _get_network(self, source):
        """The connection behind an address: one household has 2^64 IPv6 addresses."""
        try:
            address = ipaddress.ip_address(source)
        except ValueError:
            return source or "?"
        if address.version == 4:
            return str(address)
        return str(ipaddress.ip_network((address, 64), strict=False))

    def _is_too_many(self, address, source):
        now = fields.Datetime.now()
        asked = [("user_id", "=", False)]
        by_address = self.search_count(
            [
                *asked,
                ("address", "=", address),
                ("create_date", ">", now - timedelta(minutes=MINUTES_VALID)),
            ]
        )
        by_source = self.search_count(
            [
                *asked,
                ("source", "=", source),
                ("create_date", ">", now - timedelta(hours=1)),
            ]
        )
        return by_address >= MAX_PER_ADDRESS or by_source >= MAX_PER_SOURCE

    # -- sending -----------------------------------------------------------------------
    @api.model
    def _send_links(self):
        """Mail a link to each login of the addresses that were asked for."""
        asked = self.sudo().search([("state", "=", "asked")], order="id")
        # What waited for too long was given up by who asked.
        recent = fields.Datetime.now() - timedelta(minutes=MINUTES_VALID)
        mails = self.env["mail.mail"].sudo()
        for request in asked.filtered(lambda request: request.create_date > recent):
            for user in request._get_users():
                mails |= request._make_link(user)
        asked.state = "done"
        mails.send()

    def _get_users(self):
        """Portal users that sign in with this address or have it as theirs."""
        self.ensure_one()
        address = escape_psql(self.address)
        users = self.env["res.users"].search(
            Domain("share", "=", True)
            & (
                Domain("login", "=ilike", address)
                | Domain("partner_id.email_normalized", "=", self.address)
            ),
            limit=MAX_USERS,
        )
        return users.filtered(lambda user: user._off_may_sign_in_by_mail())

    def _make_link(self, user):
        """Give ``user`` a link and write the mail that brings it.

        :return: mail.mail
        """
        token = secrets.token_urlsafe(32)
        self.create(
            {
                "address": self.address,
                "source": self.source,
                "base_url": self.base_url,
                "state": "done",
                "user_id": user.id,
                "token_hash": self._hash(token),
                "date_end": fields.Datetime.now() + timedelta(minutes=MINUTES_VALID),
            }
        )
        return self._prepare_mail(
            user, f"{self.base_url}/my/sign-in/open?token={token}"
        )

    def _prepare_mail(self, user, url):
        speaking = self.with_context(lang=user.lang)
        company = user.company_id
        return self.env["mail.mail"].create(
            {
                "subject": speaking.env._("Your link to sign in at %s", company.name),
                "body_html": speaking.env["ir.qweb"]._render(
                    "off_hub_network_portal.sign_in_mail",
                    {
                        "url": url,
                        "user": user,
                        "company": company,
                        "minutes": MINUTES_VALID,
                    },
                ),
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "email_to": self.address,
                "auto_delete": True,
            }
        )

    # -- using -------------------------------------------------------------------------
    @api.model
    def _hash(self, token):
        return hashlib.sha256((token or "").encode()).hexdigest()

    @api.model
    def _find_user(self, token):
        """Whose unused, unexpired link this is.

        :return: res.users, empty where there is none
        """
        return (
            self.sudo()
            .search(
                [
                    ("token_hash", "=", self._hash(token)),
                    ("date_used", "=", False),
                    ("date_end", ">", fields.Datetime.now()),
                ],
                limit=1,
            )
            .user_id
        )

    @api.model
    def _take(self, token, user):
        """Use a link up. Of two who come at once, one gets it; all other links of the
        user end too.

        :return: whether it was a good link of this user
        """
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE off_sign_in_request
                   SET date_used = %(now)s
                 WHERE token_hash = %(hash)s
                   AND user_id = %(user)s
                   AND date_used IS NULL
                   AND date_end > %(now)s
             RETURNING id
                """,
                now=now,
                hash=self._hash(token),
                user=user.id,
            )
        )
        self.invalidate_model(["date_used"])
        if rows:
            self.sudo().search(
                [("user_id", "=", user.id), ("date_used", "=", False)]
            ).date_used = now
        return bool(rows)

    @api.autovacuum
    def _gc_requests(self):
        """Who asked is nobody's business any more after a day."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([("create_date", "<", yesterday)], limit=10000).unlink()
