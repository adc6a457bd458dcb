"""What a file of enterprises says of the members in the database, and back."""

from decimal import Decimal

from odoo.tools import plaintext2html
from odoo.tools.mail import is_html_empty

from ..ofn import EnterpriseRow, make_line, make_prose
from .catalog_names import KnownNames, fold

VISIBILITY = {"public": "public", "only_through_links": "linked", "hidden": "hidden"}
VISIBLE = {value: name for name, value in VISIBILITY.items()}
# Fields of a member whose text stands in a column as it is.
TEXT_COLUMNS = {
    "name": "name",
    "email": "email_address",
    "phone": "phone",
    "website": "website",
    "street": "address1",
    "street2": "address2",
    "zip": "zipcode",
    "city": "city",
    "company_registry": "abn",
}

ADDRESS = {"street", "zip", "city", "state_id", "country_id"}


class EnterpriseRows:
    """Tell members as rows, and rows as values of members."""

    def __init__(self, env):
        self.env = env
        self.producer = env.ref("off_hub_network.role_producer")
        self.hub = env.ref("off_hub_network.role_hub")
        self.story = env["res.partner"]._fields["off_story"]
        self._load_countries()

    def _load_countries(self):
        """Countries by code and by their names in every language."""
        countries = self.env["res.country"].search([])
        self.countries = KnownNames(countries)
        self.countries.update({fold(country.code): country for country in countries})
        self.states = {}
        for state in self.env["res.country.state"].search([], order="id desc"):
            for name in (state.code, state.name):
                self.states[state.country_id.id, fold(name)] = state

    def tell(self, partner, contacts):
        """The row of a member.

        :param contacts: what may be told of its contacts, see
            ``res.partner._off_get_shown_contacts``
        """
        roles = partner.off_role_ids
        place = [contacts["latitude"], contacts["longitude"]]
        located = None not in place
        return EnterpriseRow(
            row=0,
            name=make_line(partner.name),
            is_primary_producer=self.producer in roles,
            sells=self._sells(roles),
            visible=VISIBLE[partner.off_visibility],
            email_address=make_line(contacts["email"]),
            phone=make_line(contacts["phone"]),
            website=make_line(contacts["website"]),
            address1=make_line(contacts["street"]),
            address2=make_line(contacts["street2"]),
            zipcode=make_line(contacts["zip"]),
            city=make_line(contacts["city"]),
            state_name=make_line(partner.state_id.name),
            country=make_line(partner.country_id.name),
            latitude=_degrees(place[0]) if located else None,
            longitude=_degrees(place[1]) if located else None,
            description=make_prose(partner.off_practices, "description"),
            long_description=""
            if is_html_empty(partner.off_story)
            else make_prose(partner.off_story, "long_description"),
            abn=make_line(partner.company_registry),
            acn="",
        )

    def _sells(self, roles):
        if self.hub in roles:
            return "any"
        return "none"

    # -- values of a row ---------------------------------------------------------
    def roles(self, row):
        """Roles that the row gives. A hub is who sells the goods of others, and who is
        no producer; a producer's own shop stays a producer."""
        roles = self.env["off.member.role"]
        if row.is_primary_producer:
            roles |= self.producer
        if row.sells == "any" or not row.is_primary_producer:
            roles |= self.hub
        return roles

    def country(self, row):
        return self.countries.get(fold(row.country), self.env["res.country"])

    def state(self, row, country):
        return self.states.get(
            (country.id, fold(row.state_name)), self.env["res.country.state"]
        )

    def values(self, row, told=None, texts=None):
        """Values of ``res.partner`` that the row states.

        :param told: row of the member as it is: what it says too is no value
        :param texts: ``{column: texts}`` that the member has, in other languages too:
            one of them must not take the place of another
        """

        def states(column):
            new = getattr(row, column)
            return (
                bool(new)
                and (told is None or new != getattr(told, column))
                and new not in (texts or {}).get(column, ())
            )

        values = {
            name: getattr(row, column)
            for name, column in TEXT_COLUMNS.items()
            if states(column)
        }
        if states("visible"):
            values["off_visibility"] = VISIBILITY[row.visible]
        if states("description"):
            values["off_practices"] = row.description
        if states("long_description"):
            values["off_story"] = self._to_html(row.long_description)
        country = self.country(row)
        if states("country") and not (told and self.country(told) == country):
            values["country_id"] = country.id
        if states("state_name"):
            values["state_id"] = self.state(row, country).id
        self._normalise(values, row, told)
        self._add_place(values, row, told)
        return values

    def _normalise(self, values, row, told):
        """What Odoo would store otherwise than it is written."""
        if "website" in values:
            website = self.env["res.partner"]._clean_website(values["website"])
            values["website"] = website
            if told and website == told.website:
                del values["website"]
        if row.siret:
            values["company_registry"] = row.siret
            if told and row.siret == told.siret:
                del values["company_registry"]

    def _add_place(self, values, row, told):
        """Coordinates that are new, and those of a new address, which would be reset
        with it."""
        if row.latitude is None:
            return
        place = (row.latitude, row.longitude)
        moved = ADDRESS & values.keys()
        if not told or moved or place != (told.latitude, told.longitude):
            values["partner_latitude"] = float(row.latitude)
            values["partner_longitude"] = float(row.longitude)

    def _to_html(self, text):
        """A story as it is stored: Open Food Network has it as HTML, people as text."""
        html = text if "<" in text else plaintext2html(text)
        return str(
            self.story.convert_to_cache(html, self.env["res.partner"], validate=True)
        )


def _degrees(number):
    return Decimal(f"{number:.7f}")
