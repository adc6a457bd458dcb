"""What an import of enterprises would do, and doing it."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo.fields import Command

from ..ofn import make_error, make_prose
from .catalog_names import fold, read_texts
from .enterprise_rows import EnterpriseRows


@dataclass
class EnterprisePlan:
    """One row and its fate.

    :param partner: the member that it describes, empty when it is to be created
    :param values: what is to be written
    :param changes: ``{field: (old, new)}`` of an update, as a person reads them
    """

    row: object
    action: str
    partner: object
    values: dict
    changes: dict = field(default_factory=dict)


class EnterprisesPlan:
    """Match the rows of a file with the members of the network, and write them.

    A member is known by its SIRET, else by name and postcode, else by name and e-mail.
    Those of others are left: a row that would change one is refused.
    """

    def __init__(self, env, company, rows):
        self.env = company.with_env(env).with_company(company).env
        self.rows = rows
        self.plans = []
        self.errors = []
        self.described = {}

    def build(self):
        self.told = EnterpriseRows(self.env)
        self._load_members()
        for row in self.rows:
            if self._check_places(row):
                self._plan_row(row)
        return self

    def _load_members(self):
        members = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search([("off_is_member", "=", True)], order="active desc, id")
        )
        self.known = defaultdict(list)
        for member in members:
            siret = "".join(filter(str.isdigit, member.company_registry or ""))
            name = fold(member.name)
            for key in (
                ("siret", siret) if siret else None,
                ("name", name),
                ("place", name, fold(member.zip)),
                ("email", name, fold(member.email)) if member.email else None,
            ):
                if key:
                    self.known[key].append(member)
        self.writable = set(members._filtered_access("write").ids)
        self._load_texts(members)

    def _load_texts(self, members):
        """Practices and stories, in every language, of who may be meant by a row."""
        keys = {("name", fold(row.name)) for row in self.rows}
        keys |= {("siret", row.siret) for row in self.rows}
        ids = {member.id for key in keys for member in self.known.get(key, ())}
        self.practices = read_texts(members.browse(ids), "off_practices")
        self.stories = read_texts(members.browse(ids), "off_story")

    def _get_texts(self, partner):
        """What files say of ``partner`` in one language or another."""
        return {
            column: {make_prose(text, column) for text in texts[partner.id]}
            for column, texts in (
                ("description", self.practices),
                ("long_description", self.stories),
            )
        }

    def _check_places(self, row):
        country = self.told.country(row)
        if row.country and not country:
            self._error(
                row,
                "country",
                row.country,
                self.env._("the name or the code of a country is expected"),
            )
            return False
        if row.state_name and not self.told.state(row, country):
            self._error(
                row,
                "state_name",
                row.state_name,
                self.env._("a state or department of the country, which is required"),
            )
            return False
        return True

    def _find(self, row):
        """The member of this row; empty if new, False if the row is refused."""
        name = fold(row.name)
        keys = [("place", name, fold(row.zipcode)), ("place", name, "")]
        if not row.zipcode:
            keys.append(("name", name))
        if row.email_address:
            keys.append(("email", name, fold(row.email_address)))
        by_siret = self.known.get(("siret", row.siret), []) if row.siret else []
        for found in (by_siret, *(self.known.get(key, []) for key in keys)):
            if len(found) > 1:
                self._error(
                    row,
                    "name",
                    row.name,
                    self.env._("an abn (SIRET) that tells it from the others"),
                    self.env._("%(count)s members fit", count=len(found)),
                )
                return False
            if found:
                return found[0]
        return self.env["res.partner"]

    def _plan_row(self, row):
        partner = self._find(row)
        if partner is False or not self._check_once(partner, row):
            return
        if not partner:
            values = {**self.told.values(row), "is_company": True}
            values["off_role_ids"] = [Command.set(self.told.roles(row).ids)]
            self.plans.append(EnterprisePlan(row, "create", partner, values))
            return
        values, changes = self._get_changes(partner, row)
        if values and partner.id not in self.writable:
            self._error(
                row,
                "name",
                row.name,
                self.env._(
                    "leave it out, or propose a link with the permission to edit its "
                    "profile"
                ),
                self.env._("%(name)s keeps its profile itself", name=partner.name),
            )
            return
        action = "update" if values else "keep"
        self.plans.append(EnterprisePlan(row, action, partner, values, changes))

    def _check_once(self, partner, row):
        if not partner:
            return True
        first = self.described.setdefault(partner.id, row)
        if first is row:
            return True
        self._error(
            row,
            "name",
            row.name,
            self.env._("each enterprise is expected once"),
            self.env._(
                "row %(row)s describes the same member, %(name)s",
                row=first.row,
                name=partner.name,
            ),
        )
        return False

    def _get_changes(self, partner, row):
        told = self.told.tell(partner, partner.sudo()._off_get_contacts())
        values = self.told.values(row, told, self._get_texts(partner))
        if values.get("off_story") in self.stories[partner.id]:
            del values["off_story"]
        changes = {}
        for name, new in values.items():
            value = partner[name]
            if hasattr(value, "_name"):
                value, new = value.display_name, value.browse(new).display_name
            changes[name] = (value, new)
        if missing := self.told.roles(row) - partner.off_role_ids:
            values["off_role_ids"] = [Command.link(role.id) for role in missing]
            old = ", ".join(partner.off_role_ids.mapped("name"))
            new = ", ".join((partner.off_role_ids | missing).mapped("name"))
            changes["off_role_ids"] = (old, new)
        if not partner.active:
            values["active"] = True
            changes["active"] = (False, True)
        return values, changes

    def _error(self, row, column, value, expected, problem=""):
        self.errors.append(make_error(row.row, column, value, expected, problem))

    # -- writing -----------------------------------------------------------------
    def apply(self):
        """Create and update members, in the caller's transaction. New ones get the
        operator as the one that introduced them."""
        self.env["res.partner"].create(
            [item.values for item in self.plans if item.action == "create"]
        )
        for item in self.plans:
            if item.action == "update":
                item.partner.write(item.values)
