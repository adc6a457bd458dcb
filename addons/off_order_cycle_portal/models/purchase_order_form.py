from datetime import date

from odoo import fields, models

from odoo.addons.off_hub_network_portal.tools.numbers import read_quantity

from .off_purchase_answer_line import REASONS

MAX_NOTE = 1000
MAX_DAYS = 60


class PurchaseOrder(models.Model):
    """What a producer typed on the page of its order."""

    _inherit = "purchase.order"

    def _off_read_form(self, texts):
        """
        :param texts: by name: ``answer`` (a kind), ``qty_<line id>`` and
            ``why_<line id>`` of a part, ``why`` of nothing, ``note``, ``date``
        :return: (what ``_off_answer`` takes, list of what is wrong)
        """
        errors = []
        kind = texts.get("answer")
        said = {
            "quantities": {},
            "reasons": {},
            "note": (texts.get("note") or "").strip()[:MAX_NOTE],
            "date_proposed": self._off_read_date(texts.get("date"), errors),
        }
        lines = self._off_get_asked_lines()
        if kind == "some":
            for line in lines:
                said["quantities"][line.id] = self._off_read_promise(
                    line, texts.get(f"qty_{line.id}"), errors
                )
                said["reasons"][line.id] = self._off_read_reason(
                    texts.get(f"why_{line.id}")
                )
        elif kind == "none":
            reason = self._off_read_reason(texts.get("why"))
            said["quantities"] = dict.fromkeys(lines.ids, 0.0)
            said["reasons"] = dict.fromkeys(lines.ids, reason)
        elif kind != "all":
            errors.append(self.env._("Say whether you bring everything or not."))
        return said, errors

    def _off_read_reason(self, text):
        return text if text in dict(REASONS) else False

    def _off_read_promise(self, line, text, errors):
        """:return: float in the line's unit, at most what was asked"""
        asked = line.off_asked_qty
        name = line.product_id.with_context(display_default_code=False).display_name
        number, problem = read_quantity(text, asked)
        if problem == "huge":
            errors.append(
                self.env._(
                    "%(product)s: %(asked)s were ordered. Promise that or less.",
                    product=name,
                    asked=line.product_id._off_write_quantity(asked),
                )
            )
        elif problem:
            errors.append(
                self.env._(
                    "%(product)s: “%(text)s” is no number that can be used. Write 12 "
                    "or 12,5, and 0 where you have none.",
                    product=name,
                    text=text or "",
                )
            )
        elif not line.product_uom_id._off_has(number):
            errors.append(
                line.product_uom_id._off_say_has_not(
                    line.product_id.with_context(display_default_code=False), number
                )
            )
        else:
            return float(number)
        return 0.0

    def _off_read_date(self, text, errors):
        """:return: date, False where none was written"""
        if not text:
            return False
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        today = fields.Date.context_today(self)
        if day and 0 <= (day - today).days <= MAX_DAYS:
            return day
        errors.append(self.env._("Choose a day to come, within the next two months."))
        return False
