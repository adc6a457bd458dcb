from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_amount, format_datetime

from odoo.addons.off_hub_network.tools.words import write_number

from .sale_order_due import HANDED_OVER

TEMPLATES = {
    "open": "off_order_cycle.mail_template_cycle_open",
    "closing": "off_order_cycle.mail_template_cycle_closing",
    "confirmed": "off_order_cycle.mail_template_order_confirmed",
    "changed": "off_order_cycle.mail_template_order_changed",
    "shortage": "off_order_cycle.mail_template_order_shortage",
    "ready": "off_order_cycle.mail_template_pickup_ready",
    "reminder": "off_order_cycle.mail_template_pickup_tomorrow",
}
BASKET = "off_order_cycle.mail_template_cycle_basket"
CANCELLED = "off_order_cycle.mail_template_order_cancelled"
LONG, HOUR = "EEEE d MMMM, HH:mm", "HH:mm"


class OffNotice(models.Model):
    """What the templates of mail ask of a notice, in the customer's language and by the
    clock of the operator."""

    _inherit = "off.notice"

    def _get_template_key(self):
        """:return: XML id of the template of mail"""
        self.ensure_one()
        if self.kind == "closing" and self.begun_count:
            return BASKET
        if self.kind == "changed" and self.order_id.state != "sale":
            return CANCELLED
        return TEMPLATES[self.kind]

    # -- where -------------------------------------------------------------------------
    def _get_shop_url(self):
        """Hook: the page on which the sale is."""
        return ""

    def _get_order_url(self):
        """Hook: the page of the order."""
        return ""

    def _get_choices_url(self):
        """Hook: the page on which the customer says which mails it wants."""
        return ""

    def _get_unsubscribe_url(self):
        """Hook: what ends mails like this by one click, nothing where they are always
        sent."""
        return ""

    # -- when --------------------------------------------------------------------------
    def _format(self, moment, pattern=LONG):
        zone = self.cycle_id._to_local(moment).tzinfo
        return format_datetime(self.env, moment, str(zone), pattern)

    def _get_closing_text(self):
        """“Sunday 29 November, 20:00”"""
        return self._format(self.cycle_id.date_close)

    def _get_closing_subject(self):
        """“orders close tomorrow at 20:00”, read in the list of mails."""
        local, closes = self.cycle_id._to_local, self.cycle_id.date_close
        hour = self._format(closes, HOUR)
        if local(closes).date() == local(fields.Datetime.now()).date():
            return self.env._("orders close today at %s", hour)
        return self.env._("orders close tomorrow at %s", hour)

    def _get_reminder_subject(self):
        """“your order is to be collected on Friday 4 December”"""
        day = self._get_pickup_day()
        if self._is_brought():
            return self.env._("your order is brought to you on %s", day)
        return self.env._("your order is to be collected on %s", day)

    def _get_pickup_day(self):
        """“Friday 4 December”"""
        return self._format(self._get_slot().date_start, "EEEE d MMMM")

    def _get_pickup_hours(self, slot=None):
        """“Friday 4 December, 17:00 – 19:00”"""
        slot = slot or self._get_slot()
        start = self._format(slot.date_start)
        day = self._format(slot.date_end, "EEEE d MMMM")
        pattern = HOUR if start.startswith(day) else LONG
        return f"{start} – {self._format(slot.date_end, pattern)}"

    def _get_pickups(self):
        """:return: list of (name of the point, hours) of a sale"""
        return [
            (slot.point_id.name, self._get_pickup_hours(slot))
            for slot in self.exchange_id.slot_ids
        ]

    def _get_slot(self):
        return self.slot_id or self.order_id.off_slot_id

    def _is_brought(self):
        """Hook: whether the order is brought to its customer, who collects else."""
        return False

    def _get_address(self):
        """Where goods are collected, in one line."""
        address = self._get_slot().point_id._get_address()
        lines = address._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _may_change(self):
        """Whether the customer may change the order now."""
        return self.hub_id.customers_change and self.order_id._off_is_changeable()

    # -- what --------------------------------------------------------------------------
    def _write_quantity(self, quantity, product):
        """“3” or “0.5 kg”"""
        number = write_number(self.env, quantity)
        unit = product.uom_id
        if unit == self.env.ref("uom.product_uom_unit", raise_if_not_found=False):
            return number
        return f"{number} {unit.name}"

    def _get_rows(self):
        """What is in the orders.

        :return: list of (name, quantity with its unit, amount with fees per line)
        """
        totals = defaultdict(lambda: [0.0, 0.0, 0.0])
        orders = self.order_ids
        for line in orders.order_line.filtered("off_offer_id"):
            total = totals[line.product_id]
            total[0] += line._off_get_ordered()
            total[1] += line.price_total
            total[2] += line.off_tolerance
        return [
            (
                self._write_wish(product, on_top),
                self._write_quantity(quantity, product),
                self._money(amount),
            )
            for product, (quantity, amount, on_top) in totals.items()
            if quantity
        ]

    def _is_shared(self):
        """Whether it is known what each customer gets."""
        return self.cycle_id.state == "allocated" or self._is_handed_over()

    def _is_handed_over(self):
        return self.cycle_id.state in HANDED_OVER

    def _get_given(self):
        """What there is for the customer, whatever was ordered.

        :return: list of (name, quantity with its unit, text of what was ordered where
            that is another quantity)
        """
        totals = defaultdict(lambda: [0.0, 0.0])
        for line in self.order_ids.order_line.filtered("off_offer_id"):
            total = totals[line.product_id]
            total[0] += line._off_get_ordered()
            total[1] += sum(line.off_allocation_ids.mapped("quantity"))
        return [
            (
                self._write_name(product),
                self._write_quantity(given, product),
                self.env._("(%s ordered)", self._write_quantity(ordered, product))
                if product.uom_id.compare(given, ordered)
                else "",
            )
            for product, (ordered, given) in totals.items()
            if ordered or given
        ]

    def _get_due(self):
        """“12.50 €” that the customer still owes for it, nothing where all is paid."""
        due = sum(self.order_ids._off_get_dues().values())
        return self._money(due) if due > 0 else ""

    def _write_wish(self, product, on_top):
        """“Eggs (up to 2 more if that fills a case)” as long as it may be (rule 19)."""
        name = self._write_name(product)
        if not on_top or self.cycle_id.state != "open":
            return name
        return self.env._(
            "%(product)s (up to %(quantity)s more if that fills a case)",
            product=name,
            quantity=self._write_quantity(on_top, product),
        )

    def _get_fees(self):
        """:return: list of (name, amount) of all that makes a total of the goods: fees,
        a delivery, a gift, what is paid already"""
        lines = self.order_ids.order_line.filtered(
            lambda line: not (line.off_offer_id or line.display_type)
        )
        return [
            (line.name, self._money(line.price_total))
            for line in lines
            if line.price_total
        ]

    def _get_total(self):
        return self._money(sum(self.order_ids.mapped("amount_total")))

    def _money(self, amount):
        return format_amount(self.env, amount, self.company_id.currency_id)

    def _write_name(self, product):
        return product.with_context(display_default_code=False).display_name

    def _get_changes(self):
        """What is other than the customer was told last.

        :return: list of texts, empty where nothing was told before
        """
        before = self._get_last_told()
        if not before:
            return []
        now = self.order_id._off_tell()
        ids = sorted({*before["goods"], *now["goods"]}, key=int)
        products = self.env["product.product"].browse([int(key) for key in ids])
        changes = []
        for key, product in zip(ids, products, strict=True):
            had, has = (told["goods"].get(key, 0) for told in (before, now))
            if had != has:
                changes.append(
                    self.env._(
                        "%(product)s: %(now)s instead of %(before)s",
                        product=self._write_name(product),
                        now=self._write_quantity(has, product),
                        before=self._write_quantity(had, product),
                    )
                )
        if before["slot"] != now["slot"]:
            changes.append(self.env._("another pickup"))
        return changes

    def _get_missing(self):
        """What came short when the goods were shared out.

        :return: list of (name, quantity ordered, quantity that there is)
        """
        return [
            (
                self._write_name(product),
                self._write_quantity(ordered, product),
                self._write_quantity(given, product),
            )
            for product, (ordered, given) in self.order_id._off_get_short().items()
        ]
