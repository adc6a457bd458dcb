from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.off_hub_network.tools.words import write_number


class OffProducerCapacity(models.Model):
    """What a producer can prepare in a day, for all hubs and cycles of the network
    together."""

    _name = "off.producer.capacity"
    _description = "Capacity of a Producer"
    _inherit = ["off.kept.mixin"]
    _order = "producer_id, measure"
    _rec_name = "producer_id"

    active = fields.Boolean(default=True)
    producer_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('off_is_producer', '=', True)]",
    )
    measure = fields.Selection(
        [
            ("quantity", "Units"),
            ("weight", "Kilograms"),
            ("orders", "Orders"),
            ("amount", "Amount at the producer's prices"),
        ],
        required=True,
        default="weight",
    )
    per_day = fields.Float(
        "At most a day",
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        help="Of all that is handed over on the same day: the day of the first pickup "
        "of a cycle. It counts orders that are validated or changed from now on.",
    )
    day_ids = fields.One2many("off.producer.capacity.day", "capacity_id", "Days")

    _uniq = models.UniqueIndex(
        "(producer_id, measure)", "This producer has such a capacity already."
    )
    _per_day_positive = models.Constraint(
        "CHECK (per_day >= 0)", "A capacity cannot be negative."
    )

    def write(self, vals):
        """Extends: days to come follow, except those that were given a number of their
        own."""
        before = {capacity: capacity.per_day for capacity in self}
        result = super().write(vals)
        if "per_day" in vals:
            today = fields.Date.context_today(self)
            for capacity, number in before.items():
                usual = capacity.sudo().day_ids.filtered(
                    lambda day, number=number: (
                        day.date >= today and day.declared_qty == number
                    )
                )
                usual.declared_qty = capacity.per_day
        return result

    def _get_days(self, wanted):
        """The counters of some days, made where there are none. Two who need the same
        at once get the same.

        :param wanted: iterable of (off.producer.capacity, date)
        :return: ``{(off.producer.capacity, date): off.producer.capacity.day}``
        """
        Day = self.env["off.producer.capacity.day"].sudo()
        wanted = sorted(set(wanted), key=lambda pair: (pair[0].id, pair[1]))
        if not wanted:
            return {}
        self.env.flush_all()
        uid = self.env.uid
        self.env.cr.execute(
            SQL(
                "INSERT INTO off_producer_capacity_day (capacity_id, producer_id, date,"
                " declared_qty, reserved_qty, on_demand, create_uid, write_uid,"
                " create_date, write_date) VALUES %s"
                " ON CONFLICT (capacity_id, date) DO NOTHING",
                SQL(", ").join(
                    SQL(
                        "(%s, %s, %s, %s, 0, FALSE, %s, %s, now() AT TIME ZONE 'UTC',"
                        " now() AT TIME ZONE 'UTC')",
                        capacity.id,
                        capacity.producer_id.id,
                        day,
                        capacity.per_day,
                        uid,
                        uid,
                    )
                    for capacity, day in wanted
                ),
            )
        )
        self.invalidate_model(["day_ids"])
        found = Day.search(
            [
                ("capacity_id", "in", [capacity.id for capacity, _day in wanted]),
                ("date", "in", [day for _capacity, day in wanted]),
            ]
        )
        return {(day.capacity_id, day.date): day for day in found}


class OffProducerCapacityDay(models.Model):
    """The counter of a day, that orders of all operators draw from. Only who keeps the
    producer's catalogue reads it: what is left is told in the shops, what others
    ordered is not (rule 4)."""

    _name = "off.producer.capacity.day"
    _description = "Day of a Producer"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _order = "date, id"
    _rec_name = "date"

    capacity_id = fields.Many2one(
        "off.producer.capacity", required=True, ondelete="cascade", index=True
    )
    producer_id = fields.Many2one(
        related="capacity_id.producer_id", store=True, index=True
    )
    measure = fields.Selection(related="capacity_id.measure")
    date = fields.Date(required=True, readonly=True)
    declared_qty = fields.Float("At most")
    reserved_qty = fields.Float("Ordered")
    available_qty = fields.Float("Left")

    _uniq = models.UniqueIndex("(capacity_id, date)", "This day is there already.")
    _declared_positive = models.Constraint(
        "CHECK (declared_qty >= 0)", "A capacity cannot be negative."
    )

    @api.model
    def _take(self, quantities):
        """Draw what there is of ``quantities``.

        :param quantities: ``{day: quantity}``, negative ones are given back
        :return: list of texts, one for each day that is full
        """
        texts = {
            "quantity": "%s",
            "weight": self.env._("%s kg"),
            "orders": self.env._("%s orders"),
            "amount": self.env._("goods for %s"),
        }
        return [
            self.env._(
                "%(producer)s can prepare no more for %(day)s: %(asked)s asked, "
                "%(left)s left",
                producer=day.producer_id.name,
                day=format_date(self.env, day.date),
                asked=texts[day.measure] % write_number(self.env, quantities[day]),
                left=texts[day.measure] % write_number(self.env, day.available_qty),
            )
            for day in self._draw(quantities)
        ]
