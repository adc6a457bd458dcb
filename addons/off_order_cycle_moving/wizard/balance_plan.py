"""Balances that an operator had with its customers and producers, as one entry."""

from ..engine.cells import fold
from .moving_plan import Item, MovingPlan

CUSTOMER = {
    "customer",
    "client",
    "cliente",
    "member",
    "membre",
    "adherent",
    "socio",
    "c",
}
PRODUCER = {"producer", "supplier", "producteur", "fournisseur", "productor", "f", "p"}
PRODUCER |= {"proveedor", "vendor"}
ACCOUNTS = {
    "customer": "property_account_receivable_id",
    "producer": "property_account_payable_id",
}


class BalancePlan(MovingPlan):
    """Each row is a line of the opening entry: on the receivable account of a customer
    or the payable one of a producer.

    A row is known again by whom it concerns, its account, due date and label: what was
    brought before is left, and refused where its amount is another now.
    """

    NEEDED = (
        ("reference", "email", "siret", "name"),
        ("amount", "owes", "owed"),
    )

    def _load(self, read):
        self._load_partners(read)
        self.partners.fetch([*ACCOUNTS.values(), "off_is_producer", "name"])
        self.known = self._load_known()

    def _load_partners(self, read):
        References = self.env["off.former.reference"]
        references = {
            values["reference"] for _n, values in read if "reference" in values
        }
        self.by_reference = [
            References._get_partners(self.company, kind, references)
            for kind in ("member", "producer")
        ]
        Partner = self.env["res.partner"]
        emails = {values["email"] for _n, values in read if "email" in values}
        sirets = {values["siret"] for _n, values in read if "siret" in values}
        top = [("parent_id", "=", False)]
        own = [
            "|",
            ("off_company_ids", "in", self.company.ids),
            ("off_is_member", "=", True),
            *top,
        ]
        by_email = Partner.search([("email_normalized", "in", list(emails)), *own])
        self.by_email = self._group(by_email, lambda one: one.email_normalized)
        by_siret = Partner.search([("company_registry", "in", list(sirets)), *top])
        self.by_siret = self._group(by_siret, lambda one: one.company_registry)
        named = Partner.search(own) if any("name" in v for _n, v in read) else Partner
        self.by_name = self._group(named, lambda one: fold(one.name))
        self.partners = by_email | by_siret | named
        for known in self.by_reference:
            for partner in known.values():
                self.partners |= partner

    def _load_known(self):
        """:return: ``{(partner, account, day, label): balance}`` brought before"""
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", self.company.id),
                    ("move_id.off_moved_in", "=", "balance"),
                    ("parent_state", "!=", "cancel"),
                    ("partner_id", "!=", False),
                ],
                ["partner_id", "account_id", "date_maturity", "name", "balance"],
            )
        )
        return {
            (
                line.partner_id.id,
                line.account_id.id,
                line.date_maturity or False,
                line.name,
            ): line.balance
            for line in lines
        }

    def _read_side(self, cell):
        return fold(self._read_line(cell))

    # -- rows --------------------------------------------------------------------------
    def _plan_row(self, number, values):
        side = self._get_side(number, values)
        partner = self._find(number, values, side)
        if not partner or side is False:
            return
        side = side or self._guess_side(partner)
        balance = self._get_balance(number, values, side)
        if balance is None:
            return
        day = values.get("date") or self.wizard.date
        account = partner[ACCOUNTS[side]]
        if not account:
            self._refuse(
                number,
                "name",
                partner.display_name,
                self.env._("The contact has no account: set up the chart first."),
            )
            return
        label = values.get("label") or self.env._("Balance brought forward")
        key = (partner.id, account.id, day, label)
        target = "reference" if "reference" in values else "name"
        if not self._is_first(number, target, key, partner.display_name):
            return
        self._add_line(number, partner, account, key, balance)

    def _add_line(self, number, partner, account, key, balance):
        known = self.known.get(key)
        currency = self.company.currency_id
        if known is not None and currency.compare_amounts(known, float(balance)):
            self._refuse(
                number,
                "amount",
                balance,
                self.env._(
                    "%(partner)s has %(known)s here from a file before. Correct or "
                    "delete that entry, or give this row another label.",
                    partner=partner.display_name,
                    known=currency.format(known),
                ),
            )
            return
        self.plans.append(
            Item(
                number,
                "keep" if known is not None or not balance else "create",
                partner.display_name,
                partner,
                {
                    "partner_id": partner.id,
                    "account_id": account.id,
                    "date_maturity": key[2],
                    "name": key[3],
                    "balance": balance,
                },
                key[3] if balance else self.env._("nothing is open"),
                shown={
                    "account_id": account.id,
                    "debit": float(max(balance, 0)),
                    "credit": float(max(-balance, 0)),
                },
            )
        )

    def _get_side(self, number, values):
        """:return: ``customer``, ``producer``, "" if untold, False if it is wrong"""
        word = values.get("side")
        if not word:
            return ""
        if word in CUSTOMER:
            return "customer"
        if word in PRODUCER:
            return "producer"
        self._refuse(
            number,
            "side",
            word,
            self.env._("“%s” is neither customer nor producer.", word),
        )
        return False

    def _guess_side(self, partner):
        served = self.company in partner.sudo().off_company_ids
        return "producer" if partner.off_is_producer and not served else "customer"

    def _find(self, number, values, side):
        """:return: res.partner; nothing if the row is refused"""
        reference = values.get("reference")
        if reference:
            members, producers = (known.get(reference) for known in self.by_reference)
            if side == "producer":
                members = producers or members
            elif side == "customer":
                producers = members or producers
            found = {one for one in (members, producers) if one}
            if len(found) == 1:
                return found.pop()
            if found:
                self._refuse(
                    number,
                    "reference",
                    reference,
                    self.env._(
                        "A member and a producer have this reference: say in a column "
                        "whether it is a customer or a producer."
                    ),
                )
                return None
        for target, known in (("siret", self.by_siret), ("email", self.by_email)):
            if target in values and (partners := known.get(values[target])):
                return self._choose(number, target, values[target], partners)
        if "name" in values and not any(t in values for t in ("siret", "email")):
            partners = self.by_name.get(fold(values["name"]))
            if partners and not reference:
                return self._choose(number, "name", values["name"], partners)
        target = next(
            (t for t in ("reference", "siret", "email", "name") if t in values), "name"
        )
        self._refuse(
            number,
            target,
            values.get(target, ""),
            self.env._(
                "Nobody here fits. Import the members and producers first, with the "
                "same reference, e-mail address or SIRET."
            ),
        )
        return None

    def _get_balance(self, number, values, side):
        """What a row says: above zero the other one owes the operator.

        :return: Decimal, None if the row is refused
        """
        given = [target for target in ("amount", "owes", "owed") if target in values]
        if "amount" in values and len(given) > 1:
            others = [
                target for target in given if target != "amount" and values[target]
            ]
            if others:
                self._refuse(
                    number,
                    others[0],
                    values[others[0]],
                    self.env._("Give either a balance, or what is owed on each side."),
                )
                return None
        if not given:
            self._refuse(number, "amount", "", self.env._("Write the amount."))
            return None
        if "amount" in values:
            positive_owes = self.wizard.sign == "owes" if side == "customer" else False
            return values["amount"] if positive_owes else -values["amount"]
        return values.get("owes", 0) - values.get("owed", 0)

    # -- the entry ---------------------------------------------------------------------
    def apply(self):
        new = [item for item in self.plans if item.action == "create"]
        if new:
            self.wizard._make_entry([item.values for item in new])
