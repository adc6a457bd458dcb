from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import escape_psql, html2plaintext, plaintext2html

DAYS_BEFORE = 60
MAX_FOUND = 30
# What a member writes of itself, beside its story and its delivery days.
PROFILE = (
    "off_practices",
    "off_opening_hours",
    "email",
    "phone",
    "website",
    "street",
    "street2",
    "zip",
    "city",
)
# Without them no place on the map is found: they may not be emptied.
REQUIRED = ("zip", "city")
VISIBILITIES = (
    "off_visibility",
    "off_email_visibility",
    "off_phone_visibility",
    "off_address_visibility",
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_portal_counts(self):
        """What waits for this member: the figures of its home page.

        :return: ``{"links": …, "labels": …, "products": …}``
        """
        self.ensure_one()
        member = self.sudo()
        counts = {
            "links": self.env["off.network.link"]
            .sudo()
            .search_count(member._off_get_links_to_answer_domain()),
            "labels": len(member._off_get_expiring_certificates()),
            "products": 0,
        }
        if member.off_is_producer:
            counts["products"] = member._off_count_unavailable()
        return counts

    def _off_get_links_to_answer_domain(self):
        """Proposals of others to this member."""
        mine = Domain("grantor_id", "=", self.id) | (
            Domain("grantee_id", "=", self.id) & Domain("proposed_by_id", "!=", False)
        )
        return mine & Domain(
            [("state", "=", "proposed"), ("proposed_by_id", "!=", self.id)]
        )

    def _off_get_expiring_certificates(self):
        """Valid certificates that end soon and that no later one follows."""
        today = fields.Date.context_today(self)
        ends = {}
        for certificate in self.off_certificate_ids:
            label = certificate.label_id
            if label not in ends or ends[label].date_end < certificate.date_end:
                ends[label] = certificate
        return self.env["off.certificate"].concat(
            *(
                certificate
                for certificate in ends.values()
                if today <= certificate.date_end <= today + timedelta(days=DAYS_BEFORE)
            )
        )

    def _off_count_unavailable(self):
        """Formats on sale of which nothing is left to order."""
        rows = self.env["off.availability"].search_fetch(
            [
                ("producer_id", "=", self.id),
                ("on_demand", "=", False),
                ("product_id.active", "=", True),
            ],
            ["declared_qty", "reserved_qty"],
        )
        return sum(row.declared_qty <= row.reserved_qty for row in rows)

    # -- its profile -------------------------------------------------------------------
    def _off_check_own(self):
        """:raise AccessError: when this is not the member that the user speaks for"""
        self.ensure_one()
        if self != self.env.user._off_get_member():
            raise AccessError(self.env._("This member is not yours."))

    def _off_get_plain_story(self):
        return html2plaintext(self.off_story or "").strip()

    def _off_write_profile(self, values):
        """Write the profile of the user's own member, unless something is wrong.

        :param values: texts by field, ``story`` as plain text, ``days`` a list of ids
            of off.weekday; whatever else it holds is left out
        :return: ``{field: what is wrong}``, empty when it is written
        """
        self._off_check_own()
        vals, errors = self._off_read_contacts(values)
        if errors:
            return errors
        for name in VISIBILITIES:
            known = dict(self._fields[name]._description_selection(self.env))
            if values.get(name) in known:
                vals[name] = values[name]
        story = values.get("story")
        # A story with pictures and titles is kept as long as its words are.
        if story is not None and story.split() != self._off_get_plain_story().split():
            vals["off_story"] = story.strip() and plaintext2html(story.strip())
        if "days" in values:
            days = self.env["off.weekday"].browse(values["days"]).exists()
            vals["off_delivery_day_ids"] = [Command.set(days.ids)]
        self.sudo().write(vals)
        return {}

    def _off_read_contacts(self, values):
        """Texts of the profile that were changed. What is as it was is not judged: it
        may be older than the checks.

        :return: (values to write, ``{field: what is wrong}``)
        """
        typed = {"country_id": self.country_id}
        for name in PROFILE:
            text = (values.get(name) or "").strip()
            if name in values and text != (self[name] or ""):
                typed[name] = text
        changed = [name for name in typed if name in PROFILE]
        errors = {}
        for name in changed:
            problem = self._off_check_contact(name, typed)
            if name in REQUIRED and not typed[name]:
                problem = self._off_miss_contact(name)
            if problem:
                errors[name] = problem
        return {name: typed[name] or False for name in changed}, errors

    # -- finding others ----------------------------------------------------------------
    @api.model
    def _off_find_partners(self, search):
        """Members to which the user's own may propose a link: those it is shown.

        :return: res.partner, hubs for a producer and producers for a hub
        """
        member = self.env.user._off_get_member()
        roles = self._off_get_counterpart_roles(member)
        if not (roles and search.strip()):
            return self.sudo().browse()
        domain = self._off_get_shown_domain(member)
        domain &= Domain("off_role_ids", "in", roles.ids)
        domain &= Domain("id", "!=", member.id)
        for word in map(escape_psql, search.split()[:5]):
            domain &= Domain("name", "ilike", word) | Domain("city", "ilike", word)
        return self.sudo().search(domain, limit=MAX_FOUND, order="name, id")

    @api.model
    def _off_get_counterpart_roles(self, member):
        hub = self.env.ref("off_hub_network.role_hub").sudo()
        producer = self.env.ref("off_hub_network.role_producer").sudo()
        roles = self.env["off.member.role"].sudo()
        if member.off_is_producer:
            roles |= hub
        if hub in member.off_role_ids:
            roles |= producer
        return roles
