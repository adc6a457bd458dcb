from datetime import date

from odoo.exceptions import UserError

UNITS = ("kgm", "ton", "litre", "unit", "dozen")


class NoticeForm:
    """The form of a need or a capacity: what may be chosen, and what was typed."""

    def __init__(self, env):
        self.env = env

    def get_choices(self):
        fields = self.env["off.network.notice"]._fields
        return {
            "kinds": fields["kind"]._description_selection(self.env),
            "rhythms": fields["rhythm"]._description_selection(self.env),
            "visibilities": fields["visibility"]._description_selection(self.env),
            "units": self._get_units(),
            "labels": self.env["off.label"].sudo().search([]),
        }

    def _get_units(self):
        units = self.env["uom.uom"].sudo()
        for name in UNITS:
            units |= self.env.ref(f"uom.product_uom_{name}", False) or units
        return units

    def parse(self, post, labels):
        """:param labels: ids of the labels that were ticked, as texts
        :return: values of ``off.network.notice``
        :raise UserError: says what cannot be read
        """
        choices = self.get_choices()
        kind = self._choose(post.get("kind"), choices["kinds"])
        known = {str(label.id): label.id for label in choices["labels"]}
        units = {str(unit.id): unit.id for unit in choices["units"]}
        return {
            "kind": kind,
            "product": post.get("product", "").strip()[:100],
            "quantity": self._read_number(post.get("quantity")),
            "uom_id": units.get(post.get("uom_id"), choices["units"][:1].id),
            "rhythm": self._choose(post.get("rhythm"), choices["rhythms"]),
            "radius": int(self._read_number(post.get("radius"))),
            **self._read_period(post),
            "label_ids": [known[one] for one in labels if one in known]
            if kind == "need"
            else [],
            "labels_required": bool(post.get("labels_required")),
            "visibility": self._choose(post.get("visibility"), choices["visibilities"]),
            "note": post.get("note", "").strip()[:2000],
        }

    def _choose(self, value, choices):
        values = [choice for choice, _label in choices]
        return value if value in values else values[0]

    def _read_number(self, text):
        return self.env["product.product"]._off_read_cell((text or "").strip() or "0")

    def _read_period(self, post):
        start = self._read_date(post.get("date_start"))
        end = self._read_date(post.get("date_end"))
        if start and end and end < start:
            raise UserError(
                self.env._("Set a last day that is not before the first one.")
            )
        return {"date_start": start, "date_end": end}

    def _read_date(self, text):
        try:
            return date.fromisoformat(text) if text else False
        except ValueError:
            raise UserError(
                self.env._("“%s” is not a date: choose it in the calendar.", text)
            ) from None
