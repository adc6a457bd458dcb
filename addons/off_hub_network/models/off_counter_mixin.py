from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, float_repr


class OffCounterMixin(models.AbstractModel):
    """A quantity that many buyers draw from at the same time.

    At Odoo's isolation level "read what is left, then write" would sell the last unit
    twice. Here check and change are one statement, and rows are taken in the order of
    their keys, so that two buyers never wait for each other in a ring.
    """

    _name = "off.counter.mixin"
    _description = "Counter of a Quantity"

    # Column by which rows are found, to the id of a product or of the row itself.
    _counter_key = "id"

    declared_qty = fields.Float(
        "Declared",
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        default=0.0,
    )
    on_demand = fields.Boolean(help="Grown or made to order: no limit.")
    reserved_qty = fields.Float(
        "Reserved",
        digits="Product Unit",
        min_display_digits=1,
        required=True,
        default=0.0,
        readonly=True,
        copy=False,
    )
    available_qty = fields.Float(
        "Available",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_available_qty",
    )

    @api.depends("declared_qty", "reserved_qty")
    def _compute_available_qty(self):
        for counter in self:
            counter.available_qty = max(
                counter.declared_qty - counter.reserved_qty, 0.0
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("reserved_qty"):
                self._check_not_by_hand(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_by_hand(vals)
        return super().write(vals)

    def _check_not_by_hand(self, vals):
        if "reserved_qty" in vals and not self.env.su:
            raise AccessError(
                self.env._(
                    "What is reserved follows the orders and is not written by hand."
                )
            )

    @api.model
    def _draw(self, quantities):
        """Reserve what can be reserved.

        :param quantities: ``{record of the key: quantity}``; negative quantities are
            given back
        :return: records that are short, whose quantity was not reserved
        """
        drawn = {
            record: self._to_decimal(quantity)
            for record, quantity in quantities.items()
            if quantity
        }
        if not drawn:
            return []
        self.flush_model()
        self._lock_counters(drawn)
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s AS counter
                   SET reserved_qty = GREATEST(counter.reserved_qty + quantity, 0)
                  FROM unnest(%(ids)s::int[], %(quantities)s::numeric[])
                       AS drawn (counted_id, quantity)
                 WHERE counter.%(key)s = counted_id
                   AND (quantity <= 0
                        OR counter.on_demand
                        OR counter.reserved_qty + quantity <= counter.declared_qty)
             RETURNING counted_id
                """,
                table=SQL.identifier(self._table),
                key=SQL.identifier(self._counter_key),
                ids=[record.id for record in drawn],
                quantities=list(drawn.values()),
            ),
            # Two buyers of one product meet here: Odoo asks the later one again.
            log_exceptions=False,
        )
        reserved = {row[0] for row in self.env.cr.fetchall()}
        self.invalidate_model(["reserved_qty", "available_qty"])
        return sorted(
            (record for record in drawn if record.id not in reserved),
            key=lambda record: record.id,
        )

    def _lock_counters(self, records):
        """Take several rows in the order of their keys: buyers who took them in other
        orders would wait for each other."""
        if len(records) < 2:
            return
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM %(table)s WHERE %(key)s = ANY(%(ids)s) "
                "ORDER BY %(key)s FOR UPDATE",
                table=SQL.identifier(self._table),
                key=SQL.identifier(self._counter_key),
                ids=[record.id for record in records],
            ),
            log_exceptions=False,
        )

    @api.model
    def _raise(self, quantities):
        """Reserve whatever was declared: of goods that are known to be there.

        :param quantities: ``{record of the key: quantity}``, none negative
        """
        if not quantities:
            return
        self.flush_model()
        self._lock_counters(quantities)
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s AS counter
                   SET reserved_qty = counter.reserved_qty + quantity
                  FROM unnest(%(ids)s::int[], %(quantities)s::numeric[])
                       AS raised (counted_id, quantity)
                 WHERE counter.%(key)s = counted_id
                """,
                table=SQL.identifier(self._table),
                key=SQL.identifier(self._counter_key),
                ids=[record.id for record in quantities],
                quantities=[self._to_decimal(one) for one in quantities.values()],
            ),
            log_exceptions=False,
        )
        self.invalidate_model(["reserved_qty", "available_qty"])

    @api.model
    def _hand_over(self, reserved, delivered):
        """Delivered goods leave both numbers, once.

        :param reserved: ``{record of the key: quantity}`` that the orders held
        :param delivered: ``{record of the key: quantity}`` that was handed over
        """
        records = sorted(reserved.keys() | delivered.keys(), key=lambda r: r.id)
        self.flush_model()
        self._lock_counters(records)
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s AS counter
                   SET reserved_qty = GREATEST(counter.reserved_qty - left_qty, 0),
                       declared_qty = GREATEST(counter.declared_qty - gone_qty, 0)
                  FROM unnest(%(ids)s::int[], %(left)s::numeric[], %(gone)s::numeric[])
                       AS moved (counted_id, left_qty, gone_qty)
                 WHERE counter.%(key)s = counted_id
                """,
                table=SQL.identifier(self._table),
                key=SQL.identifier(self._counter_key),
                ids=[record.id for record in records],
                left=[self._to_decimal(reserved.get(one, 0.0)) for one in records],
                gone=[self._to_decimal(delivered.get(one, 0.0)) for one in records],
            )
        )
        self.invalidate_model(["reserved_qty", "declared_qty", "available_qty"])

    def _to_decimal(self, quantity):
        # Counters are exact: 0.1 + 0.2 must not exceed 0.3.
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))
