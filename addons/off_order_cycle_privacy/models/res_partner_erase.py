import secrets

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

YEARS = 10
# What an operator notes about a person for its own ends, deleted with all rights where
# the add-on is installed. Bookings, and what the others in a shift need, stay.
DELETED = (
    "off.basket",
    "off.duty.member",
    "off.favourite",
    "off.former.reference",
    "off.hub.customer",
    "off.notice",
    "off.notice.choice",
    "off.saved.basket",
    "off.solidarity.grant",
)
# Free text that may tell of a person, emptied on records of it: {model: fields}.
EMPTIED = {
    "sale.order": ("note", "client_order_ref", "signed_by", "signature"),
    "off.handover": ("collector", "note"),
    "off.duty.volunteer": ("note",),
    "off.standing.order": ("note",),
}


class ResPartner(models.Model):
    """Erasure: what the law does not want to be kept is gone, what it does is
    frozen."""

    _inherit = "res.partner"

    def _off_erase_person(self, company):
        """Erase this person at ``company``, and altogether where no other operator
        holds anything of it. Who may, and whether it can be done, was checked.

        :return: list of sentences: what was done
        """
        self.ensure_one()
        person = self.sudo().with_context(
            active_test=False,
            tracking_disable=True,
            mail_notrack=True,
            off_erasing=True,
        )
        everybody = person._off_get_everybody()
        done = [
            *person._off_freeze_documents(everybody, company),
            *person._off_erase_personal_data(everybody, company),
        ]
        others = person._off_get_privacy_operators() - company
        person.off_company_ids = [Command.unlink(company.id)]
        waiting = others.filtered(lambda one: one in person.off_company_ids)
        if waiting:
            users = everybody.user_ids.filtered(
                # Of staff that has left, the login is a name too.
                lambda user: user.share or not user.active
            )
            users = users.filtered(lambda user: user.company_id != company)
            users.write({"company_ids": [Command.unlink(company.id)]})
            done.append(
                self.env._(
                    "Name and login stay: other operators still serve this person."
                )
            )
            return done
        return done + person._off_anonymise(everybody)

    # -- what is frozen ----------------------------------------------------------------
    def _off_freeze_documents(self, everybody, company):
        """Name and address stay on posted documents, where the law wants them."""
        moves = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", everybody.ids),
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("off_kept_name", "=", False),
                ]
            )
        )
        for partner, mine in moves.grouped("partner_id").items():
            mine.with_context(tracking_disable=True).write(
                {
                    "off_kept_name": partner.display_name,
                    "off_kept_address": partner._display_address(
                        without_company=True
                    ).strip(),
                }
            )
        for day, mine in moves.grouped("date").items():
            last = company.compute_fiscalyear_dates(day)["date_to"]
            mine.off_kept_until = last + relativedelta(years=YEARS)
        if not moves:
            return []
        return [
            self.env._(
                "Name and address are kept on %s posted documents, as the law wants.",
                len(moves),
            )
        ]

    # -- what is deleted ---------------------------------------------------------------
    def _off_erase_personal_data(self, everybody, company):
        """Hook: delete what ``company`` holds about these contacts of one person.
        Add-ons extend it.

        :return: list of sentences
        """
        done = self._off_delete_notes(everybody, company)
        done += self._off_empty_texts(everybody, company)
        carts = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", everybody.ids),
                    ("company_id", "=", company.id),
                    ("state", "in", ("draft", "cancel")),
                    ("invoice_ids", "=", False),
                ]
            )
        )
        if carts:
            done.append(self.env._("%s carts and cancelled orders.", len(carts)))
            carts.filtered(lambda one: one.state == "draft")._action_cancel()
            carts.unlink()
        consents = self.env["off.consent"].sudo()
        for purpose, last in consents._get_last(self, company).items():
            if last.is_given:
                consents._record(self, company, purpose, False, "erasure")
        return done

    def _off_delete_notes(self, everybody, company):
        done = []
        for name in DELETED:
            if name not in self.env:
                continue
            Model = self.env[name].sudo().with_context(active_test=False)
            domain = [("partner_id", "in", everybody.ids)]
            if "company_id" in Model._fields and Model._fields["company_id"].store:
                domain.append(("company_id", "in", (company.id, False)))
            if records := Model.search(domain):
                title = self.env["ir.model"]._get(name).name
                done.append(f"{title}: {len(records)}")
                records.unlink()
        return done

    def _off_empty_texts(self, everybody, company):
        done = []
        for name, names in EMPTIED.items():
            if name not in self.env:
                continue
            Model = self.env[name].sudo().with_context(active_test=False)
            path = (
                "partner_id" if "partner_id" in Model._fields else "order_id.partner_id"
            )
            known = [field for field in names if field in Model._fields]
            records = Model.search(
                [(path, "in", everybody.ids), ("company_id", "=", company.id)]
            ).filtered(lambda one, known=known: any(one[field] for field in known))
            if records:
                values = dict.fromkeys(known, False)
                records.with_context(tracking_disable=True).write(values)
                title = self.env["ir.model"]._get(name).name
                done.append(
                    self.env._(
                        "Notes on %(title)s: %(count)s", title=title, count=len(records)
                    )
                )
        return done

    # -- who it was --------------------------------------------------------------------
    def _off_anonymise(self, everybody):
        words = self._off_get_words(everybody)
        self._off_anonymise_banks(everybody)
        self._off_anonymise_requests(everybody, words)
        self._off_forget_refusals(everybody)
        done = self._off_end_logins(everybody)
        done += self._off_anonymise_messages(everybody, words)
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", "res.partner"), ("res_id", "in", everybody.ids)]
        ).unlink()
        for partner in everybody:
            partner.write(partner._off_get_erased_values())
        # Odoo asks for active users, and would find those that have just been ended.
        everybody.with_context(active_test=True).action_archive()
        done.append(
            self.env._("Name, addresses and login: %s contacts.", len(everybody))
        )
        return done

    def _off_anonymise_banks(self, everybody):
        """Odoo archives bank accounts and never deletes them: their number goes, but
        where a payment or a mandate bears it."""
        banks = everybody.with_context(active_test=False).bank_ids
        used = banks.browse()
        for name in ("account.payment", "account.banking.mandate"):
            if name in self.env:
                Model = self.env[name].sudo().with_context(active_test=False)
                used |= Model.search(
                    [("partner_bank_id", "in", banks.ids)]
                ).partner_bank_id
        for bank in banks - used:
            bank.write({"acc_number": f"erased {bank.id}", "acc_holder_name": False})
        banks.action_archive()

    def _off_anonymise_requests(self, everybody, words):
        """What a person asked for is kept as proof, without who it was."""
        requests = self.env["off.privacy.request"].sudo()
        gone = self.env._("[erased]")
        for request in requests.search([("partner_id", "in", everybody.ids)]):
            vals = {"name": request.partner_id._off_get_erased_name()}
            for name in ("reason", "details"):
                text = request[name] or ""
                clean = self._off_scrub(text, words, gone)
                if clean != text:
                    vals[name] = clean
            request.with_context(tracking_disable=True).write(vals)

    def _off_forget_refusals(self, everybody):
        """Who has no address any more gets no mailing: the list of addresses that want
        none forgets those that are nobody else's."""
        emails = {one for one in everybody.mapped("email_normalized") if one}
        others = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("email_normalized", "in", list(emails)),
                    ("id", "not in", everybody.ids),
                ]
            )
        )
        self.env["mail.blacklist"].sudo().with_context(active_test=False).search(
            [("email", "in", list(emails - set(others.mapped("email_normalized"))))]
        ).unlink()

    def _off_get_erased_name(self):
        return self.env._("Erased person %s", self.id)

    def _off_get_erased_values(self):
        """Hook: what is written on a contact that is erased."""
        self.ensure_one()
        texts = ("email", "phone", "street", "street2", "zip", "city", "website")
        texts += ("function", "company_registry", "vat", "ref", "barcode", "comment")
        texts += ("off_story", "off_practices", "off_opening_hours", "image_1920")
        texts += ("state_id", "additional_info", "mobile", "birthdate_date", "tz")
        return {
            **{name: False for name in texts if name in self._fields},
            "name": self._off_get_erased_name(),
            "partner_latitude": 0.0,
            "partner_longitude": 0.0,
            "signup_type": False,
            "category_id": [Command.clear()],
        }

    def _off_end_logins(self, everybody):
        users = everybody.with_context(active_test=False).user_ids.filtered(
            # Of staff that has left, the login is a name too.
            lambda user: user.share or not user.active
        )
        for user in users:
            user.write(
                {
                    "login": f"erased_{user.id}_{secrets.token_hex(8)}",
                    "password": secrets.token_urlsafe(32),
                    "signature": False,
                }
            )
            user.api_key_ids._remove()
        users.action_archive()
        self.env["res.users.log"].sudo().search(
            [("create_uid", "in", users.ids)]
        ).unlink()
        self._off_forget_sign_ins(users, everybody)
        return [self.env._("Logins: %s.", len(users))] if users else []

    def _off_forget_sign_ins(self, users, everybody):
        """Hook: where and by which link somebody logged in."""
        addresses = [one for one in everybody.mapped("email_normalized") if one]
        for name, field, ids in (
            ("off.sign.in.request", "user_id", users.ids),
            ("off.sign.in.request", "address", addresses),
            ("res.device.log", "user_id", users.ids),
        ):
            if name in self.env and field in self.env[name]._fields:
                self.env[name].sudo().search([(field, "in", ids)]).unlink()

    @api.model
    def _off_log_privacy(self, name, email, details, description):
        """Odoo's own log of what was done for the protection of data."""
        return (
            self.env["privacy.log"]
            .sudo()
            .create(
                {
                    "anonymized_name": name or "?",
                    "anonymized_email": email or "none@example.invalid",
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "execution_details": details,
                    "records_description": description,
                }
            )
        )
