import ipaddress
import re
from datetime import timedelta

from stdnum.fr import siret

from odoo import api, fields, models
from odoo.tools.misc import hash_sign, hmac, verify_hash_signed

from odoo.addons.off_hub_network.models.res_partner_contacts import FRENCH

CONFIRM_SCOPE = "off_join_confirm"
CONFIRM_HOURS = 72
REQUIRED = ("name", "contact_name", "email", "zip", "city", "country_id", "role_ids")
LONG_TEXTS = ("story", "looking_for")
CONTACTS = ("email", "phone", "website", "zip", "street", "city")
LENGTHS = {"vat": 32, "company_registry": 32}


class OffJoinRequest(models.Model):
    """What the public form may do: check, submit, confirm."""

    _inherit = "off.join.request"

    # -- checking -----------------------------------------------------------------
    @api.model
    def _check_form(self, values):
        """Check and tidy what was filled in.

        :param values: ``{field: value}``, texts stripped, ``role_ids`` and
            ``country_id`` as recordsets; tidied in place
        :return: ``{field: message}`` of what must be corrected, empty when all is well
        """
        errors = {}
        Partner = self.env["res.partner"]
        for name in CONTACTS:
            if message := Partner._off_check_contact(name, values):
                errors[name] = message
        for name in self._get_form_checks():
            if values.get(name) and (message := self._check_field(name, values)):
                errors[name] = message
        for name in REQUIRED:
            if not values.get(name):
                errors[name] = self._get_missing_message(name)
        for name, value in values.items():
            limit = LENGTHS.get(name, 5000 if name in LONG_TEXTS else 200)
            if name not in CONTACTS and isinstance(value, str):
                if message := Partner._off_check_length(value, limit):
                    errors[name] = message
        return errors

    def _get_form_checks(self):
        # The VAT number is compared with the SIRET, which is tidied first.
        return ("company_registry", "vat")

    def _check_field(self, name, values):
        return getattr(self, f"_check_form_{name}")(values)

    def _get_missing_message(self, name):
        if name in CONTACTS:
            return self.env["res.partner"]._off_miss_contact(name)
        return {
            "name": self.env._("Give the name of your structure."),
            "contact_name": self.env._("Tell us whom to write to."),
            "country_id": self.env._("Choose a country."),
            "role_ids": self.env._("Choose at least one."),
        }[name]

    def _check_form_company_registry(self, values):
        if not self._is_french(values):
            return ""
        number = re.sub(r"[\s.\-]", "", values["company_registry"])
        values["company_registry"] = number
        if re.fullmatch("[0-9]{9}", number):
            return self.env._(
                "This is a SIREN: add the five digits of your establishment, the "
                "SIRET has 14 digits."
            )
        if not re.fullmatch("[0-9]{14}", number):
            return self.env._("A SIRET has 14 digits.")
        # Luhn's key, and the rule of its own that La Poste's establishments have
        if not siret.is_valid(number):
            return self.env._(
                "This SIRET does not exist: its last digit does not fit the others. "
                "Please compare it with your papers."
            )
        return ""

    def _check_form_vat(self, values):
        number, country = values["vat"], values.get("country_id")
        if not country:
            return ""
        number, _code = (
            self.env["res.partner"]
            .sudo()
            ._run_vat_checks(country, number, validation="setnull")
        )
        if not number:
            return self.env._("This VAT number is not valid in %s.", country.name)
        values["vat"] = number
        siren = (values.get("company_registry") or "")[:9]
        if self._is_french(values) and number.startswith("FR") and siren:
            if number[4:] != siren:
                return self.env._(
                    "This VAT number and this SIRET are of two structures: a French "
                    "VAT number ends with the first nine digits of the SIRET."
                )
        return ""

    @api.model
    def _is_french(self, values):
        """Whether ``values`` (a mapping or a record) have an address in France."""
        return bool(values["country_id"]) and values["country_id"].code in FRENCH

    # -- floods -------------------------------------------------------------------
    @api.model
    def _get_origin(self, address):
        """Fingerprint of a network address: enough to count by, not to find people."""
        try:
            ip = ipaddress.ip_address(address or "")
        except ValueError:
            return ""
        if ip.version == 6:
            # A household has a whole /64 of them.
            ip = ipaddress.ip_network(f"{ip}/64", strict=False)
        return hmac(self.env(su=True), "off_join_origin", str(ip))

    @api.model
    def _is_flooded(self, email, origin):
        """Whether too much came from this sender within the hour, or for this mailbox
        within the day: nobody shall be bombed with our mails."""
        params = self.env["ir.config_parameter"].sudo()
        now = fields.Datetime.now()
        for field, value, delay, name, default in (
            ("origin", origin, timedelta(hours=1), "max_per_sender", 10),
            ("email", email, timedelta(days=1), "max_per_email", 3),
        ):
            limit = int(params.get_param(f"off_hub_network_join.{name}", default))
            domain = [(field, "=", value), ("create_date", ">", now - delay)]
            if value and self.sudo().search_count(domain, limit=limit) >= limit:
                return True
        return False

    # -- submitting and confirming -------------------------------------------------
    @api.model
    def _submit(self, values, origin="", publish=False):
        """Keep a checked form and mail the link that confirms the address.

        :param values: as left by :meth:`_check_form`
        :param origin: see :meth:`_get_origin`
        :param publish: whether the applicant agrees to be shown to everybody
        """
        request = self.sudo().create(
            {
                **values,
                "role_ids": [fields.Command.set(values["role_ids"].ids)],
                "country_id": values["country_id"].id,
                "hub_id": values["hub_id"].id if values.get("hub_id") else False,
                "hub_model_id": values["hub_model_id"].id
                if values.get("hub_model_id")
                else False,
                "lang": self.env.lang,
                "origin": origin,
                "date_publish_consent": publish and fields.Datetime.now(),
                "join_as": self._guess_join_as(values["role_ids"]),
            }
        )
        request._send("mail_template_confirm")
        return request

    def _guess_join_as(self, roles):
        return "hub" if "hub" in roles.mapped("code") else "member"

    def _get_confirm_url(self):
        token = hash_sign(
            self.env(su=True),
            CONFIRM_SCOPE,
            [self.id, self.email],
            expiration_hours=CONFIRM_HOURS,
        )
        return f"{self.get_base_url()}/network/join/confirm?token={token}"

    @api.model
    def _get_by_token(self, token):
        """The request that a mailed link stands for; empty when it is false or old."""
        try:
            found = verify_hash_signed(self.env(su=True), CONFIRM_SCOPE, token or "")
        except ValueError:
            found = None
        request_id, email = found or (0, "")
        return self.sudo().search([("id", "=", request_id), ("email", "=", email)])

    def _confirm(self):
        """The applicant reads the mailbox: into the queue, exactly once."""
        self._lock_row()
        if self.state != "submitted":
            return
        self.write({"state": "waiting", "date_confirmed": fields.Datetime.now()})
        self._update_matches()
        self._call_moderators()
