"""What an import would do with each row, whatever the rows are of."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo.addons.off_hub_network.ofn.contacts import is_phone, read_website
from odoo.addons.off_hub_network.wizards.catalog_names import read_texts

from ..engine.cells import (
    fold,
    read_amount,
    read_day,
    read_email,
    read_iban,
    read_siret,
    read_text,
    read_yes,
)
from ..engine.fault import Fault

MAX_LENGTH = 200


@dataclass
class Item:
    """A row that is good, and its fate.

    :param row: its number in the file
    :param action: ``create``, ``update`` or ``keep``
    :param values: of the contact, as they are written
    :param more: what else a kind of plan keeps of the row
    :param shown: further values of its line in the preview
    """

    row: int
    action: str
    name: str
    partner: object
    values: dict
    message: str = ""
    more: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)


@dataclass
class Problem:
    """A row that is not."""

    row: int
    column: str
    value: str
    message: str


class MovingPlan:
    """Read the rows, find whom they mean, and write: in bulk, queries do not follow the
    number of rows.

    :param wizard: off.moving.import
    :param rows: list of (number, ``{target: cell}``)
    """

    NEEDED = ()  # of each tuple one target at least has a column

    def __init__(self, wizard, rows):
        self.wizard = wizard
        self.company = wizard.company_id
        self.env = self.company.with_env(wizard.env).with_company(self.company).env
        self.rows = rows
        self.plans = []
        self.errors = []
        self._first = {}

    def build(self, names):
        """:param names: ``{target: header}``, to tell the user where a fault is"""
        self.names = names
        read = []
        for number, cells in self.rows:
            values = self._read_row(number, cells)
            if values is not None:
                read.append((number, values))
        self._load(read)
        for number, values in read:
            self._plan_row(number, values)
        return self

    # -- reading -----------------------------------------------------------------------
    def _read_row(self, number, cells):
        """:return: ``{target: value}`` of cells that are not empty; None if one is
        wrong"""
        before = len(self.errors)
        values = {}
        for target, cell in cells.items():
            if cell == "":
                continue
            read = getattr(self, f"_read_{target}", self._read_line)
            try:
                values[target] = read(cell)
            except Fault as fault:
                fault.column = target
                self._refuse(number, target, cell, self.wizard._say_fault(fault))
        return values if len(self.errors) == before else None

    def _read_line(self, cell):
        return read_text(cell)[:MAX_LENGTH]

    def _read_email(self, cell):
        return read_email(cell)

    def _read_phone(self, cell):
        text = read_text(cell)
        if text.isdigit() and len(text) == 9 and self.company.country_id.code == "FR":
            text = f"0{text}"  # a spreadsheet took it for a number
        if not is_phone(text):
            raise Fault("no_phone", value=text)
        return text

    def _read_zip(self, cell):
        text = read_text(cell)
        if text.isdigit() and len(text) == 4 and self.company.country_id.code == "FR":
            text = f"0{text}"
        return text

    def _read_website(self, cell):
        found = read_website(read_text(cell))
        if not found:
            raise Fault("no_website", value=cell)
        return found

    _read_siret = staticmethod(read_siret)
    _read_iban = staticmethod(read_iban)
    _read_date = staticmethod(read_day)
    _read_date_start = staticmethod(read_day)
    _read_date_end = staticmethod(read_day)
    _read_is_member = staticmethod(read_yes)

    def _read_money(self, cell):
        return read_amount(cell, self.company.currency_id.decimal_places)

    _read_amount = _read_owes = _read_owed = _read_money

    def _refuse(self, number, target, value, message):
        column = self.names.get(target, "")
        self.errors.append(Problem(number, column, str(value)[:80], message))

    def _is_first(self, number, target, key, value=""):
        """Each key once: a second row of it is refused and told where the first is."""
        first = self._first.setdefault(key, number)
        if first == number:
            return True
        self._refuse(
            number,
            target,
            value,
            self.env._(
                "Row %s is of the same one already: keep one of the two.", first
            ),
        )
        return False

    # -- lists that rows name ----------------------------------------------------------
    def _load(self, read):
        """Fetch in bulk what the rows may mean."""

    def _load_countries(self):
        countries = self.env["res.country"].search([])
        self.countries = {}
        for id_, texts in read_texts(countries).items():
            for text in texts:
                self.countries.setdefault(fold(text), countries.browse(id_))
        for country in countries:
            self.countries.setdefault(fold(country.code), country)

    def _load_hubs(self):
        hubs = self.env["off.hub"].search([("company_id", "=", self.company.id)])
        self.hubs = {fold(hub.name): hub for hub in hubs}

    def _pick(self, number, target, values, choices, default):
        """The record that a cell names.

        :return: record; False where there is none of this name, which is refused
        """
        if target not in values:
            return default
        found = choices.get(fold(values[target]))
        if found is not None:
            return found
        names = sorted({one.display_name for one in choices.values()})
        self._refuse(
            number,
            target,
            values[target],
            self.env._(
                "“%(value)s” is not known here. There are: %(names)s.",
                value=values[target],
                names=", ".join(names[:8]) + (" …" if len(names) > 8 else ""),
            ),
        )
        return False

    # -- contacts ----------------------------------------------------------------------
    CONTACT = ("name", "email", "phone", "street", "street2", "zip", "city")

    def _get_contact_values(self, values, country):
        result = {name: values[name] for name in self.CONTACT if name in values}
        if country:
            result["country_id"] = country.id
        return result

    def _get_changes(self, partner, values):
        """
        :return: the values that differ from what the contact has
        """
        changes = {}
        for name, new in values.items():
            # What it keeps back differs: nobody learns by a file what it is.
            old = self.told[partner.id][name] or ""
            if old != new and not (name == "email" and old.lower() == new):
                changes[name] = new
        return changes

    def _load_told(self, partners):
        """What the user may know of these contacts."""
        names = [*self.CONTACT, "country_id", "lang", "company_registry"]
        rows = partners.read([*names, "off_practices"], load=None)
        self.told = {row["id"]: row for row in rows}

    def _say_changes(self, partner, changes):
        shown = {}
        for name, new in changes.items():
            old = partner[name]
            if hasattr(old, "_name"):
                new = old.browse(new).display_name
                old = old.display_name
            shown[name] = (old or "", new)
        return self.wizard._say_changes(shown, "res.partner")

    def _choose(self, number, target, value, found):
        """The one partner of several that a row may mean.

        :return: res.partner; empty if there is none, False if the row is refused
        """
        if len(found) > 1:
            served = found.filtered(
                lambda one: self.company in one.sudo().off_company_ids
            )
            found = served if len(served) == 1 else found
        if len(found) > 1:
            self._refuse(
                number,
                target,
                value,
                self.env._(
                    "%(count)s contacts fit: %(names)s. Give the reference by which "
                    "one of them is known, or merge them first.",
                    count=len(found),
                    names=", ".join(
                        f"{one.display_name} (#{one.id})" for one in found[:3]
                    ),
                ),
            )
            return False
        return found

    def _group(self, partners, key):
        """:return: ``{key of the partner: res.partner}``"""
        ids = defaultdict(list)
        for partner in partners:
            if value := key(partner):
                ids[value].append(partner.id)
        return {value: partners.browse(found) for value, found in ids.items()}

    def _note_references(self, kind, pairs):
        """Keep new references; :param pairs: list of (reference, res.partner)"""
        names = [name for name, _partner in pairs]
        References = self.env["off.former.reference"].sudo()
        known = References._get_partners(self.company, kind, names)
        References.create(
            [
                {
                    "company_id": self.company.id,
                    "kind": kind,
                    "name": name,
                    "partner_id": partner.id,
                }
                for name, partner in pairs
                if name not in known
            ]
        )

    # -- writing -----------------------------------------------------------------------
    def _write_contacts(self):
        """Create and update the contacts of the plan; each item then has its
        partner."""
        Partner = self.env["res.partner"].with_context(
            tracking_disable=True, mail_create_nosubscribe=True, mail_notrack=True
        )
        new = [item for item in self.plans if item.action == "create"]
        partners = Partner.create([item.values for item in new])
        for item, partner in zip(new, partners, strict=True):
            item.partner = partner
        changed = [item for item in self.plans if item.action == "update"]
        known = Partner.browse([item.partner.id for item in changed if item.values])
        # Asked once for all; then each is written without being asked again.
        known.check_access("write")
        known = known.sudo()
        for item in changed:
            if item.values:
                known.browse(item.partner.id).with_prefetch(known.ids).write(
                    item.values
                )
