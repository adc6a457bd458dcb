from odoo import fields, models

from ..engine.access import is_shown
from .off_notice import KINDS


class OffOrderCycle(models.Model):
    """What a cycle tells to the customers of its hubs."""

    _inherit = "off.order.cycle"

    date_opened = fields.Datetime("Opened on", readonly=True, copy=False)
    date_closing_told = fields.Datetime(readonly=True, copy=False)
    notice_summary = fields.Text(
        "Mails",
        compute="_compute_notice_summary",
        help="How many customers were written to. Who they are is theirs.",
    )

    def action_open(self):
        """Extends: tell the customers of its hubs, once."""
        opening = self.filtered(lambda cycle: cycle.state != "open")
        result = super().action_open()
        opened = opening.filtered(
            lambda cycle: cycle.state == "open" and not cycle.date_opened
        )
        opened.date_opened = fields.Datetime.now()
        self.env["off.notice"].sudo()._plan_sales("open", opened.sudo().outgoing_ids)
        return result

    def action_allocate(self):
        """Extends: tell those for whom something came short."""
        result = super().action_allocate()
        for cycle in self:
            short = cycle._get_short_orders()
            self.env["off.notice"].sudo()._plan_orders("shortage", short)
        return result

    def _get_short_orders(self):
        """Orders that are given less of a product than they asked for."""
        given = dict(
            self.env["off.allocation"]._read_group(
                [("cycle_id", "=", self.id)], ["sale_line_id"], ["quantity:sum"]
            )
        )
        return (
            self._get_lines_in_order()
            .filtered(
                lambda line: (
                    line.product_id.uom_id.compare(
                        given.get(line, 0.0), line._off_get_ordered()
                    )
                    < 0
                )
            )
            .order_id
        )

    def action_distribute(self):
        """Extends: goods are where they are collected, unless that was told before."""
        result = super().action_distribute()
        self.sudo().slot_ids._tell_ready()
        return result

    def action_goods_ready(self):
        """Tell the customers of all pickups that are not over that their goods are
        there."""
        for cycle in self:
            cycle._check_state("closed", "allocated", "distributed")
        self.slot_ids.check_access("write")
        self.sudo().slot_ids._tell_ready()
        return True

    def _compute_notice_summary(self):
        """Numbers of one's own operators."""
        rows = (
            self.env["off.notice"]
            .sudo()
            ._read_group(
                [
                    ("cycle_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "in", ("due", "sending", "sent", "failed")),
                ],
                ["cycle_id", "kind", "state"],
                ["__count"],
            )
        )
        counts = {}
        for cycle, kind, state, count in rows:
            group = {"failed": "failed", "sent": "sent"}.get(state, "due")
            row = counts.setdefault((cycle, kind), {"due": 0, "sent": 0, "failed": 0})
            row[group] += count
        labels = dict(
            self.env["off.notice"]._fields["kind"]._description_selection(self.env)
        )
        for cycle in self:
            cycle.notice_summary = "\n".join(
                self._write_notice_counts(labels[kind], counts[cycle, kind])
                for kind, _label in KINDS
                if (cycle, kind) in counts
            )

    def _write_notice_counts(self, label, counts):
        parts = [self.env._("%s sent", counts["sent"])]
        if counts["due"]:
            parts.append(self.env._("%s to be sent", counts["due"]))
        if counts["failed"]:
            parts.append(self.env._("%s failed", counts["failed"]))
        return f"{label}: {', '.join(parts)}"


class OffExchange(models.Model):
    _inherit = "off.exchange"

    off_order_ids = fields.One2many("sale.order", "off_exchange_id")

    def _filter_told(self, partners):
        """Those of ``partners`` who see this sale and may order in it; two queries
        where not all may, however many they are."""
        self.ensure_one()
        hub = self.hub_id
        rules = self.env["off.access.rule"]._read_rules(hub.id).get("cycle", ())
        if hub.ordered_by == "registered" and not rules:
            return partners
        known = {
            customer.partner_id: customer
            for customer in self.env["off.hub.customer"].search(
                [
                    ("hub_id", "=", hub.id),
                    ("partner_id", "in", partners.commercial_partner_id.ids),
                ]
            )
        }
        nobody = self.env["off.hub.customer"]
        return partners.filtered(
            lambda one: self._may_be_told(
                known.get(one.commercial_partner_id, nobody), rules
            )
        )

    def _may_be_told(self, customer, rules):
        """:param customer: off.hub.customer, empty where the hub knows nothing"""
        if self.hub_id.ordered_by == "members" and not customer.is_member:
            return False
        groups = tuple(customer.group_ids.filtered("active").ids)
        speaking = [rule for rule in rules if rule.speaks_of(groups)]
        return not speaking or is_shown(speaking, {"cycle_ids": self.cycle_id.id})


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    date_ready = fields.Datetime("Goods are there since", readonly=True, copy=False)
    date_reminded = fields.Datetime(readonly=True, copy=False)
    off_order_ids = fields.One2many("sale.order", "off_slot_id")

    def action_ready(self):
        """The goods are at the pickup point: tell those who collect them there."""
        self.check_access("write")
        for slot in self.sudo():
            slot.cycle_id._check_state("closed", "allocated", "distributed")
        self.sudo()._tell_ready()
        return True

    def _tell_ready(self):
        """Once for each pickup, as long as it is not over."""
        now = fields.Datetime.now()
        slots = self.filtered(lambda slot: not slot.date_ready and slot.date_end > now)
        if slots:
            slots.date_ready = now
            self.env["off.notice"].sudo()._plan_pickups("ready", slots)
