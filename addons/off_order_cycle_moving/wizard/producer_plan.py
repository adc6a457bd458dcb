"""Producers whom an operator introduces to the network."""

from odoo.fields import Command

from ..engine.cells import fold
from .moving_plan import Item, MovingPlan


class ProducerPlan(MovingPlan):
    """A producer is known by its reference, else its SIRET, else its e-mail address,
    else its name and postcode."""

    NEEDED = (("name",),)
    CONTACT = (*MovingPlan.CONTACT, "website")

    def _load(self, read):
        self._load_countries()
        self._load_hubs()
        self.role = self.env.ref("off_hub_network.role_producer")
        Partner = self.env["res.partner"].with_context(active_test=False)
        references = {
            values["reference"] for _n, values in read if "reference" in values
        }
        self.by_reference = self.env["off.former.reference"]._get_partners(
            self.company, "producer", references
        )
        members = Partner.search([("off_is_member", "=", True)])
        self.by_siret = self._group(
            members, lambda one: (one.company_registry or "").replace(" ", "")
        )
        producers = members.filtered("off_is_producer")
        known = self.env["res.partner"].union(members, *self.by_reference.values())
        self._load_told(known)
        self.by_email = self._group(
            producers, lambda one: (self.told[one.id]["email"] or "").lower()
        )
        self.by_name = self._group(
            producers, lambda one: (fold(one.name), one.zip or "")
        )
        self.writable = set(known._filtered_access("write").ids)
        # For whom the user speaks, it says that its hub may order.
        self.spoken_for = set(members._off_get_spoken_for().ids)
        links = (
            self.env["off.network.link"]
            .sudo()
            .search(
                [
                    ("grantor_id", "in", members.ids),
                    (
                        "grantee_id",
                        "in",
                        [hub.sudo().partner_id.id for hub in self.hubs.values()],
                    ),
                    ("state", "in", ("proposed", "accepted")),
                ]
            )
        )
        self.linked = {(link.grantor_id.id, link.grantee_id.id) for link in links}
        banks = (
            self.env["res.partner.bank"]
            .sudo()
            .search([("partner_id", "in", members.ids)])
        )
        self.ibans = {(one.partner_id.id, one.sanitized_acc_number) for one in banks}

    def _find(self, number, values):
        found = []
        for target, known in (
            ("reference", self.by_reference),
            ("siret", self.by_siret),
            ("email", self.by_email),
        ):
            if target in values and (partners := known.get(values[target])):
                partner = self._choose(number, target, values[target], partners)
                if partner is False:
                    return False
                found.append((target, partner))
        if len({partner for _target, partner in found}) > 1:
            (target, one), (_other, two) = found[-1], found[0]
            self._refuse(
                number,
                target,
                values[target],
                self.env._(
                    "This is %(one)s, but the row names %(two)s too. Correct one of "
                    "them.",
                    one=one.display_name,
                    two=two.display_name,
                ),
            )
            return False
        if found:
            return found[0][1]
        key = (fold(values["name"]), values.get("zip", ""))
        nobody = self.env["res.partner"]
        same = self.by_name.get(key, nobody)
        # Another number is another enterprise, though of the same name.
        if "siret" in values:
            same = same.filtered(lambda one: not one.company_registry)
        return self._choose(number, "name", values["name"], same)

    def _plan_row(self, number, values):
        if not values.get("name"):
            self._refuse(number, "name", "", self.env._("Write the name."))
            return
        country = self._pick(
            number, "country", values, self.countries, self.env["res.country"]
        )
        hub = self._pick(number, "hub", values, self.hubs, self.wizard.hub_id)
        if country is False or hub is False:
            return
        partner = self._find(number, values)
        if partner is False or not self._check_once(number, values, partner):
            return
        contact = self._get_contact_values(values, country)
        if "siret" in values:
            contact["company_registry"] = values["siret"]
        if "practices" in values:
            contact["off_practices"] = values["practices"]
        more = {
            "reference": values.get("reference"),
            "iban": values.get("iban"),
            "hub": hub,
        }
        if not partner:
            if "country_id" not in contact and self.company.country_id:
                contact["country_id"] = self.company.country_id.id
            contact["is_company"] = True
            contact["off_role_ids"] = [Command.link(self.role.id)]
            message = self.env._("linked to %s", hub.name) if hub else ""
            more["links"] = bool(hub)
            self.plans.append(
                Item(number, "create", values["name"], partner, contact, message, more)
            )
            return
        self._plan_known(number, partner, contact, more)

    def _check_once(self, number, values, partner):
        keys = [
            (name, values[name]) for name in ("reference", "siret") if name in values
        ]
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
                    "%s keeps its profile itself: leave out what differs from it, or "
                    "propose a link with the permission to edit its profile.",
                    partner.display_name,
                ),
            )
            return
        messages = [self._say_changes(partner, changes)] if changes else []
        if self.role not in partner.off_role_ids and partner.id in self.writable:
            changes["off_role_ids"] = [Command.link(self.role.id)]
            messages.append(self.env._("becomes a producer"))
        hub = more["hub"]
        more["links"] = bool(
            hub
            and partner.id in self.spoken_for
            and (partner.id, hub.sudo().partner_id.id) not in self.linked
        )
        if more["links"]:
            messages.append(self.env._("linked to %s", hub.name))
        if (partner.id, more["iban"]) in self.ibans:
            more["iban"] = None
        if more["iban"]:
            if not self._may_pay_to(number, partner, more["iban"]):
                return
            messages.append(self.env._("account %s", more["iban"]))
        new_reference = more["reference"] and more["reference"] not in self.by_reference
        if new_reference:
            messages.append(self.env._("reference %s", more["reference"]))
        touched = changes or more["links"] or more["iban"] or new_reference
        self.plans.append(
            Item(
                number,
                "update" if touched else "keep",
                partner.display_name,
                partner,
                changes,
                ", ".join(messages),
                more,
            )
        )

    def _may_pay_to(self, number, partner, iban):
        """Where a producer is paid is not written by whom it does not let."""
        if partner.id in self.writable:
            return True
        self._refuse(
            number,
            "iban",
            iban,
            self.env._(
                "%s keeps its profile itself: ask it for its account, and leave it out "
                "here.",
                partner.display_name,
            ),
        )
        return False

    def apply(self):
        self._write_contacts()
        links, banks = [], []
        for item in self.plans:
            if item.more.get("links"):
                links.append(
                    {
                        "grantor_id": item.partner.id,
                        "grantee_id": item.more["hub"].sudo().partner_id.id,
                        "may_order": True,
                        "may_manage_products": True,
                        "state": "accepted",
                    }
                )
            if item.more["iban"]:
                banks.append(
                    {"acc_number": item.more["iban"], "partner_id": item.partner.id}
                )
        # The operator speaks for whom it introduces, as when it brings a catalogue.
        self.env["off.network.link"].sudo().create(links)
        self.env["res.partner.bank"].sudo().create(banks)
        self._note_references(
            "producer",
            [
                (item.more["reference"], item.partner)
                for item in self.plans
                if item.more["reference"]
            ],
        )
