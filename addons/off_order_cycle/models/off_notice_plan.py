from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

# By the clock on the wall of the operator: who is told of tomorrow reads it today.
CLOSING_AT = time(9)
REMIND_AT = time(17)
# Who was told of the opening is not told of the closing at once.
APART = timedelta(hours=12)
# Later than that nobody can do anything about it.
TOO_LATE = timedelta(hours=1)
# Several changes of an order in a row are one mail.
PATIENCE = timedelta(minutes=10)
KEPT_DAYS = 400


class OffNotice(models.Model):
    """Who is to be told: one statement for all, however many they are."""

    _inherit = "off.notice"

    def _insert(self, kind, rows, due=None):
        """Add what ``rows`` tells, as far as it is not there.

        :param rows: SQL of (exchange_id, partner_id, order_id, slot_id)
        :return: ids of the orders of new rows, where they have one
        """
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO off_notice (kind, state, exchange_id, cycle_id, company_id,
                                        partner_id, order_id, slot_id, date_due,
                                        create_uid, write_uid, create_date, write_date)
                SELECT %(kind)s, 'due', e.id, e.cycle_id, e.company_id,
                       r.partner_id, r.order_id, r.slot_id, %(due)s,
                       %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                       now() AT TIME ZONE 'UTC'
                  FROM (%(rows)s) r
                  JOIN off_exchange e ON e.id = r.exchange_id
                 ORDER BY r.partner_id, r.order_id
                    ON CONFLICT DO NOTHING
                RETURNING order_id
                """,
                kind=kind,
                due=due or fields.Datetime.now(),
                uid=self.env.uid,
                rows=rows,
            )
        )
        self.invalidate_model()
        return {order for (order,) in inserted if order}

    # -- sales -------------------------------------------------------------------------
    def _get_customers(self, exchanges):
        """Who may be told of a sale: who ordered at its hub before or follows it, and
        has no order in this one. Nobody else is written to.

        :return: SQL of (exchange_id, partner_id)
        """
        return SQL(
            """
            SELECT edge.id AS exchange_id, known.partner_id
              FROM off_exchange edge
              JOIN (SELECT o.off_hub_id AS hub_id, o.partner_id
                      FROM sale_order o WHERE o.state = 'sale'
                     UNION
                    SELECT c.hub_id, c.partner_id
                      FROM off_notice_choice c WHERE c.follows
                     UNION
                    %(begun)s) known ON known.hub_id = edge.hub_id
              JOIN res_partner p ON p.id = known.partner_id
             WHERE edge.id IN %(edges)s
               AND p.active AND p.email_normalized IS NOT NULL
               AND NOT EXISTS (SELECT FROM sale_order had
                                WHERE had.off_exchange_id = edge.id
                                  AND had.partner_id = p.id AND had.state = 'sale')
            """,
            edges=tuple(exchanges.ids),
            begun=self._get_begun_query(exchanges),
        )

    def _get_begun_query(self, exchanges):
        """Who has chosen something in these sales and did not order it.

        :return: SQL of (hub_id, partner_id)
        """
        return SQL(
            """
            SELECT o.off_hub_id, o.partner_id FROM sale_order o
             WHERE o.off_exchange_id IN %s AND o.state IN ('draft', 'sent')
            """,
            tuple(exchanges.ids),
        )

    def _plan_sales(self, kind, exchanges):
        if exchanges:
            self.env.flush_all()
            self._insert(
                kind,
                SQL(
                    "SELECT exchange_id, partner_id, NULL::int AS order_id,"
                    " NULL::int AS slot_id FROM (%s) customer",
                    self._get_customers(exchanges),
                ),
            )

    # -- orders ------------------------------------------------------------------------
    def _plan_orders(self, kind, orders, due=None):
        """:return: ids of the orders that were not told so yet"""
        if not orders:
            return set()
        orders.flush_recordset(["off_exchange_id", "partner_id"])
        return self._insert(
            kind,
            SQL(
                "SELECT off_exchange_id AS exchange_id, partner_id, id AS order_id,"
                " NULL::int AS slot_id FROM sale_order"
                " WHERE id IN %s AND off_exchange_id IS NOT NULL",
                tuple(orders.ids),
            ),
            due,
        )

    def _plan_change(self, orders):
        self._plan_orders("changed", orders, fields.Datetime.now() + PATIENCE)

    # -- pickups -----------------------------------------------------------------------
    def _plan_pickups(self, kind, slots, placed_before=None):
        """One for each customer of a pickup, however many its orders are."""
        if not slots:
            return
        self.env.flush_all()
        self._insert(
            kind,
            SQL(
                "SELECT off_exchange_id AS exchange_id, partner_id,"
                " min(id) AS order_id, off_slot_id AS slot_id FROM sale_order"
                " WHERE off_slot_id IN %s AND state = 'sale' AND date_order <= %s"
                " GROUP BY off_exchange_id, partner_id, off_slot_id",
                tuple(slots.ids),
                placed_before or fields.Datetime.now(),
            ),
        )

    # -- what comes with time ----------------------------------------------------------
    @api.model
    def _plan_due(self):
        """Sales that close tomorrow and pickups that are tomorrow, each once, also
        after a downtime as long as it is of use."""
        self._plan_closings()
        self._plan_reminders()

    def _plan_closings(self):
        now = fields.Datetime.now()
        for cycle in self.env["off.order.cycle"].search(
            [
                ("state", "=", "open"),
                ("date_closing_told", "=", False),
                ("date_close", ">", now + TOO_LATE),
                ("date_close", "<", now + timedelta(days=2)),
            ]
        ):
            due = _get_day_before(cycle._to_local(cycle.date_close), CLOSING_AT)
            if cycle.date_opened:
                due = max(due, cycle.date_opened + APART)
            if due <= now and cycle.try_lock_for_update():
                cycle.date_closing_told = now
                self._plan_sales("closing", cycle.outgoing_ids)
                self.env["ir.cron"]._commit_progress()

    def _plan_reminders(self):
        now = fields.Datetime.now()
        slots = self.env["off.pickup.slot"].search(
            [
                ("date_reminded", "=", False),
                ("date_start", ">", now),
                ("date_start", "<", now + timedelta(days=2)),
            ]
        )
        for slot in slots:
            due = _get_day_before(slot.cycle_id._to_local(slot.date_start), REMIND_AT)
            if due <= now and slot.try_lock_for_update():
                slot.date_reminded = now
                # Who ordered later knows.
                self._plan_pickups("reminder", slot, due)
                self.env["ir.cron"]._commit_progress()

    @api.autovacuum
    def _gc_notices(self):
        """What was told long ago is nobody's business any more."""
        past = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        over = self.sudo().search([("write_date", "<", past)], limit=1000)
        over.unlink()
        return len(over), int(len(over) == 1000)


def _get_day_before(local, hour):
    """The day before ``local``, at ``hour`` of the clock there, as Odoo stores it."""
    day = local.date() - timedelta(days=1)
    zone = local.tzinfo or ZoneInfo("UTC")
    moment = datetime.combine(day, hour, zone)
    return moment.astimezone(UTC).replace(tzinfo=None)
