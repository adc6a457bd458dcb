import re

from odoo import api, models
from odoo.tools import email_normalize

from ..ofn.contacts import is_email, is_phone, read_website

# France and its territories: they share one register of companies.
FRENCH = frozenset("FR GF GP MF MQ NC PF PM RE BL TF WF YT".split())
LENGTHS = {"zip": 12, "phone": 40, "off_practices": 5000, "off_opening_hours": 5000}
LENGTH = 200


class ResPartner(models.Model):
    """Contacts that people type into forms."""

    _inherit = "res.partner"

    @api.model
    def _off_check_contact(self, name, values):
        """Check and tidy one field of a form.

        :param values: ``{field: text, "country_id": res.country}``, texts stripped;
            ``values[name]`` is tidied in place
        :return: what is wrong, "" when all is well
        """
        text = values[name]
        if problem := self._off_check_length(text, LENGTHS.get(name, LENGTH)):
            return problem
        check = getattr(self, f"_off_check_{name}", None)
        return check(values) if text and check else ""

    @api.model
    def _off_check_length(self, text, limit):
        if len(text) <= limit:
            return ""
        return self.env._("This is too long: at most %s characters.", limit)

    @api.model
    def _off_miss_contact(self, name):
        """What to tell who left empty what has to be filled in."""
        return {
            "email": self.env._("Give an e-mail address."),
            "zip": self.env._("Give the postcode."),
            "city": self.env._("Give the town."),
        }[name]

    def _off_check_email(self, values):
        email = email_normalize(values["email"])
        if not email or not is_email(email):
            return self.env._("This is not one e-mail address, like name@example.org.")
        values["email"] = email
        return ""

    def _off_check_phone(self, values):
        if not is_phone(values["phone"]):
            return self.env._("This is not a phone number, like 02 40 00 00 00.")
        return ""

    def _off_check_website(self, values):
        website = read_website(values["website"])
        if not website:
            return self.env._("This is not an address, like https://example.org.")
        values["website"] = website
        return ""

    def _off_check_zip(self, values):
        french = values["country_id"].code in FRENCH
        if french and not re.fullmatch("[0-9]{5}", values["zip"]):
            return self.env._("A French postcode has five digits.")
        return ""
