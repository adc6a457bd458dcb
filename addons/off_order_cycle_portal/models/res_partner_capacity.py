from datetime import date

from odoo import fields, models

from odoo.addons.off_hub_network_portal.tools.numbers import read_quantity

MAX_NUMBER = 1_000_000


class ResPartner(models.Model):
    """What a producer can prepare in a day, said and seen by itself."""

    _inherit = "res.partner"

    def _off_get_capacities(self):
        """The user's own member's, of each measure.

        :return: list of dicts: ``measure``, ``label``, ``number`` (text, empty without
            limit) and ``days``: off.producer.capacity.day to come, with all rights
        """
        self._off_check_own()
        Capacity = self.env["off.producer.capacity"].sudo()
        known = Capacity.search([("producer_id", "=", self.id)]).grouped("measure")
        rows = []
        for measure, label in Capacity._fields["measure"]._description_selection(
            self.env
        ):
            capacity = known.get(measure, Capacity)
            rows.append(
                {
                    "measure": measure,
                    "label": label,
                    "number": self._off_write_number(capacity.per_day)
                    if capacity
                    else "",
                    "days": capacity.day_ids.filtered(
                        lambda day: day.date >= fields.Date.context_today(self)
                    ).sorted("date"),
                }
            )
        return rows

    def _off_save_capacities(self, texts):
        """Write what was typed, unless something of it is wrong.

        :param texts: by name: ``cap_<measure>``, empty for no limit; ``day_<id>`` of a
            day to come; ``new_date``, ``new_measure`` and ``new_number`` of another
        :return: list of texts, what is wrong
        """
        rows = self._off_get_capacities()
        errors, changes = [], []
        for row in rows:
            text = (texts.get(f"cap_{row['measure']}") or "").strip()
            if f"cap_{row['measure']}" in texts and text != row["number"]:
                number = self._off_read_capacity(row["label"], text, errors)
                changes.append((self._off_set_capacity, row["measure"], number))
            for day in row["days"]:
                text = (texts.get(f"day_{day.id}") or "").strip()
                if text and text != self._off_write_number(day.declared_qty):
                    number = self._off_read_capacity(row["label"], text, errors)
                    changes.append((day.write, {"declared_qty": number}))
        if (texts.get("new_number") or "").strip():
            changes.append(self._off_read_new_day(texts, rows, errors))
        if not errors:
            for action, *arguments in changes:
                action(*arguments)
        return errors

    def _off_read_capacity(self, label, text, errors):
        """:return: a number, None where there is no limit or it is wrong"""
        if not text:
            return None
        number, problem = read_quantity(text, MAX_NUMBER)
        if problem:
            errors.append(
                self.env._(
                    "%(label)s: “%(text)s” is no number that can be used. Write 12 or "
                    "12,5.",
                    label=label,
                    text=text,
                )
            )
            return None
        return float(number)

    def _off_read_new_day(self, texts, rows, errors):
        """:return: (method, its arguments)"""
        labels = {row["measure"]: row["label"] for row in rows if row["number"]}
        measure = texts.get("new_measure")
        try:
            day = date.fromisoformat(texts.get("new_date") or "")
        except ValueError:
            day = None
        if not day or day < fields.Date.context_today(self):
            errors.append(self.env._("Choose a day to come."))
        if measure not in labels:
            errors.append(
                self.env._("Say first how much it is on other days, then on this one.")
            )
        label = labels.get(measure, "")
        number = self._off_read_capacity(label, texts["new_number"].strip(), errors)
        return self._off_set_capacity_day, measure, day, number

    def _off_set_capacity(self, measure, number):
        """:param number: None for no limit"""
        Capacity = self.env["off.producer.capacity"].sudo()
        capacity = Capacity.with_context(active_test=False).search(
            [("producer_id", "=", self.id), ("measure", "=", measure)]
        )
        if number is None:
            capacity.active = False
        elif capacity:
            capacity.write({"per_day": number, "active": True})
        else:
            Capacity.create(
                {"producer_id": self.id, "measure": measure, "per_day": number}
            )

    def _off_set_capacity_day(self, measure, day, number):
        capacity = (
            self.env["off.producer.capacity"]
            .sudo()
            .search([("producer_id", "=", self.id), ("measure", "=", measure)])
        )
        if capacity:
            capacity._get_days([(capacity, day)])[capacity, day].declared_qty = number
