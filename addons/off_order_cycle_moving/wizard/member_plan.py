"""Households of an operator, as customers or members of its hubs."""

from ..engine.cells import fold
from .moving_plan import Item, MovingPlan

STATES = {True: "member", False: "customer"}


class MemberPlan(MovingPlan):
    """A household is known by its reference, else its e-mail address, else its name and
    postcode."""

    NEEDED = (("name",),)

    def _load(self, read):
        self._load_countries()
        self._load_hubs()
        languages = self.env["res.lang"].search([])
        self.languages = {}
        for lang in languages:
            for word in (lang.code, lang.iso_code, lang.code[:2], lang.name):
                self.languages.setdefault(fold(word), lang)
        for _number, values in read:
            self._join_names(values)
        self._load_partners(read)

    def _join_names(self, values):
        first = values.pop("first_name", "")
        if first:
            values["name"] = f"{first} {values.get('name', '')}".strip()

    def _load_partners(self, read):
        Partner = self.env["res.partner"].with_context(active_test=False)
        references = {
            values["reference"] for _n, values in read if "reference" in values
        }
        self.by_reference = self.env["off.former.reference"]._get_partners(
            self.company, "member", references
        )
        emails = {values["email"] for _n, values in read if "email" in values}
        found = Partner.search(
            [("email_normalized", "in", list(emails)), ("parent_id", "=", False)]
        )
        self.by_email = self._group(found, lambda one: one.email_normalized)
        # Names alone are common: they count among those whom the operator serves.
        served = Partner.search(
            [("off_company_ids", "in", self.company.ids), ("parent_id", "=", False)]
        )
        self.by_name = self._group(served, lambda one: (fold(one.name), one.zip or ""))
        known = found | served
        for partner in self.by_reference.values():
            known |= partner
        notes = self.env["off.hub.customer"].search(
            [
                ("hub_id", "in", [hub.id for hub in self.hubs.values()]),
                ("partner_id", "in", known.ids),
            ]
        )
        self.notes = {(note.hub_id, note.partner_id): note for note in notes}
        self._load_told(known)
        self.writable = set(known._filtered_access("write").ids)

    def _find(self, number, values):
        """:return: res.partner, empty if it is new; False if the row is refused"""
        by_reference = self.by_reference.get(values.get("reference"))
        email = values.get("email")
        by_email = self.by_email.get(email) if email else None
        if by_reference:
            if by_email and by_reference not in by_email:
                self._refuse(
                    number,
                    "email",
                    email,
                    self.env._(
                        "The reference is that of %(one)s, the e-mail address that of "
                        "%(two)s. Correct one of them.",
                        one=by_reference.display_name,
                        two=by_email[:1].display_name,
                    ),
                )
                return False
            return by_reference
        if by_email:
            return self._choose(number, "email", email, by_email)
        if email or "reference" in values:
            return self.env["res.partner"]
        key = (fold(values["name"]), values.get("zip", ""))
        return self._choose(
            number, "name", values["name"], self.by_name.get(key, self._nobody())
        )

    def _nobody(self):
        return self.env["res.partner"]

    def _plan_row(self, number, values):
        if not values.get("name"):
            self._refuse(number, "name", "", self.env._("Write the name."))
            return
        country = self._pick(
            number, "country", values, self.countries, self.env["res.country"]
        )
        hub = self._pick(number, "hub", values, self.hubs, self.wizard.hub_id)
        lang = self._pick(number, "lang", values, self.languages, None)
        if country is False or hub is False or lang is False:
            return
        partner = self._find(number, values)
        if partner is False or not self._check_once(number, values, partner):
            return
        contact = self._get_contact_values(values, country)
        if lang:
            contact["lang"] = lang.code
        note = self._get_note(values, hub)
        if note and note.get("date_end") and note.get("date_start"):
            if note["date_end"] < note["date_start"]:
                self._refuse(
                    number,
                    "date_end",
                    note["date_end"],
                    self.env._("The membership ends before it begins."),
                )
                return
        more = {"hub": hub, "note": note, "reference": values.get("reference")}
        if not partner:
            contact["off_company_ids"] = [(6, 0, self.company.ids)]
            if "country_id" not in contact and self.company.country_id:
                contact["country_id"] = self.company.country_id.id
            message = self._say_note(hub, note)
            self.plans.append(
                Item(number, "create", values["name"], partner, contact, message, more)
            )
            return
        self._plan_known(number, partner, contact, more)

    def _check_once(self, number, values, partner):
        keys = [("reference", values.get("reference")), ("email", values.get("email"))]
        keys = [key for key in keys if key[1]]
        if partner:
            keys.append(("partner", partner.id))
        elif not keys:
            keys = [("name", fold(values["name"]), values.get("zip", ""))]
        return all(
            self._is_first(
                number, key[0] if key[0] in values else "name", key, values["name"]
            )
            for key in keys
        )

    def _plan_known(self, number, partner, contact, more):
        changes = self._get_changes(partner, contact)
        if not partner.active:
            changes["active"] = True
        if changes and partner.id not in self.writable:
            self._refuse(
                number,
                "name",
                partner.display_name,
                self.env._(
                    "%s keeps its profile itself: leave out what differs from it.",
                    partner.display_name,
                ),
            )
            return
        messages = [self._say_changes(partner, changes)] if changes else []
        hub, note = more["hub"], more["note"]
        known = self.notes.get((hub, partner))
        differs = hub and (
            not known
            or any(known[name] != value for name, value in (note or {}).items())
        )
        if differs:
            messages.append(self._say_note(hub, note))
        more["known"] = known
        new_reference = more["reference"] and more["reference"] not in self.by_reference
        if new_reference:
            messages.append(self.env._("reference %s", more["reference"]))
        unserved = self.company not in partner.sudo().off_company_ids
        action = "update" if changes or differs or new_reference or unserved else "keep"
        more["differs"] = differs
        self.plans.append(
            Item(
                number,
                action,
                partner.display_name,
                partner,
                changes,
                ", ".join(messages),
                more,
            )
        )

    def _get_note(self, values, hub):
        """What the hub notes of the customer; what the file does not tell is not
        there"""
        if not hub:
            return None
        note = {
            name: values[name] for name in ("date_start", "date_end") if name in values
        }
        if "is_member" in values:
            note["state"] = STATES[values["is_member"]]
        elif self.wizard.make_members:
            note["state"] = "member"
        return note

    def _say_note(self, hub, note):
        if not hub:
            return ""
        if note.get("state") == "member":
            return self.env._("member of %s", hub.name)
        return self.env._("customer of %s", hub.name)

    def apply(self):
        self._write_contacts()
        new, ends = [], {}
        for item in self.plans:
            hub, note = item.more["hub"], item.more["note"]
            known = item.more.get("known")
            if not hub or item.action == "keep":
                continue
            if not known:
                vals = {"hub_id": hub.id, "partner_id": item.partner.id, **note}
                new.append(vals)
            elif item.more["differs"]:
                ends.setdefault(tuple(sorted(note.items())), []).append(known.id)
        Notes = self.env["off.hub.customer"].with_context(tracking_disable=True)
        Notes.create(new)
        for values, ids in ends.items():
            Notes.browse(ids).write(dict(values))
        touched = self.env["res.partner"].union(
            *(item.partner for item in self.plans if item.action != "keep")
        )
        touched._off_serve_by(self.company)
        self._note_references(
            "member",
            [
                (item.more["reference"], item.partner)
                for item in self.plans
                if item.more["reference"]
            ],
        )
