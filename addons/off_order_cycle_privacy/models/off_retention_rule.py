import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .off_retention_kinds import KINDS

_logger = logging.getLogger(__name__)

BATCH = 50
COORDINATOR = "off_hub_network.group_coordinator"


class OffRetentionRule(models.Model):
    """Doing it: shown before, then in batches."""

    _inherit = "off.retention.rule"

    @api.model
    def _propose(self, companies):
        """The usual times, for operators that have none; none of them acts by
        itself."""
        for company in companies:
            known = self.sudo().search([("company_id", "=", company.id)])
            if known:
                continue
            lang = company.sudo().partner_id.lang or self.env.lang
            sources = self.with_context(lang=lang)._get_sources()
            self.sudo().create(
                [
                    {
                        "company_id": company.id,
                        "kind": kind,
                        "sequence": sequence,
                        "months": months,
                        "action": action,
                        "source": sources[kind],
                    }
                    for sequence, (kind, (_label, months, action)) in enumerate(
                        KINDS.items()
                    )
                ]
            )

    @api.model
    def _get_sources(self):
        """:return: ``{kind: why data are kept as long}``"""
        needed = self.env._("GDPR art. 5(1)(e): no longer than the purpose needs")
        proof = self.env._("Code civil, art. 2224: proof for five years")
        contact = self.env._(
            "CNIL, standard for the management of customers (3 February 2022): three "
            "years after the last contact"
        )
        logs = self.env._(
            "CNIL, recommendation 2021-122 on logs (14 October 2021): six months to "
            "one year"
        )
        return {
            "customer": contact,
            "cart": needed,
            "notice": needed,
            "login": logs,
            "consent": proof,
            "request": proof,
            "customer_note": needed,
        }

    def _check_may_look(self):
        self.check_access("read")
        if not self.env.user.has_group(COORDINATOR):
            raise AccessError(
                self.env._("Only coordinators of the operator look at old data.")
            )

    def action_preview(self):
        """List what would be touched today, and touch nothing."""
        self.ensure_one()
        self._check_may_look()
        preview = self.env["off.retention.preview"]._make(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What would be touched"),
            "res_model": "off.retention.preview",
            "res_id": preview.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _cron_retain(self):
        """Every night, rule after rule, in batches. Where the time is over it goes on
        where it stopped, not from the start: what cannot be done keeps back nothing."""
        commit = self.env["ir.cron"]._commit_progress
        rules = self.sudo().search([("is_on", "=", True)])
        if begun := rules.filtered("position")[:1]:
            rules = rules[rules.ids.index(begun.id) :]
        waiting = [(rule, rule._get_waiting()) for rule in rules]
        left = sum(len(records) for _rule, records in waiting)
        for place, (rule, records) in enumerate(waiting):
            rule.position = 0
            for start in range(0, len(records), BATCH):
                batch = records[start : start + BATCH]
                done = rule._apply(batch)
                _logger.info("Retention %s: %s of %s", rule.kind, done, len(batch))
                left -= len(batch)
                if start + BATCH < len(records):
                    rule.position = batch[-1].id
                else:
                    rule.position = 0
                    # Its turn has come, whatever its first record is.
                    rules[place + 1 : place + 2].position = -1 if left else 0
                if not commit(len(batch), remaining=left):
                    return

    def _get_waiting(self):
        """What is old, of this round: without what was looked at before the time was
        over."""
        try:
            with self.env.cr.savepoint():
                return self._get_old().filtered(lambda one: one.id > self.position)
        except Exception:
            _logger.exception("Retention %s: what is old cannot be told", self.kind)
            return self.browse()

    def _apply(self, records):
        """What cannot be done is left, and stops no other.

        :param records: of ``_get_old``
        :return: number of those that could be done
        """
        self.ensure_one()
        records = records.exists()
        if records._name == "res.partner":
            return sum(map(self._try_person, records))
        if self._try_records(records):
            return len(records)
        return sum(map(self._try_records, records))

    def _try_records(self, records):
        """:return: whether all of them were done; none was otherwise"""
        try:
            with self.env.cr.savepoint():
                if records._name == "sale.order":
                    records._action_cancel()
                records.unlink()
        except Exception:
            # Of several, each is tried next.
            log = _logger.info if len(records) > 1 else _logger.error
            log("Retention %s: %s left", self.kind, records, exc_info=True)
            return False
        return True

    def _try_person(self, person):
        """:return: whether it was done; whoever cannot be is left, the others go on"""
        try:
            with self.env.cr.savepoint():
                return self._apply_to_person(person)
        except Exception:
            _logger.exception("Retention %s: person %s is left", self.kind, person.id)
            return False

    def _apply_to_person(self, person):
        """:return: whether it was done; whoever has something open is left"""
        if person._off_get_erasure_blockers(self.company_id):
            return False
        if self.action == "archive":
            person.action_archive()
            return True
        try:
            with self.env.cr.savepoint():
                name, email = person.name, person.email_normalized
                done = person._off_erase_person(self.company_id)
                person._off_log_privacy(
                    name,
                    email,
                    "\n".join(done),
                    self.env._("Contact #%s, end of the time it is kept", person.id),
                )
        except UserError as error:
            _logger.warning("Person %s is left: %s", person.id, error.args[0])
            return False
        return True
