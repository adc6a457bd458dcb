from collections import defaultdict
from decimal import Decimal

from markupsafe import Markup

from odoo import models

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.closing import Ordered, judge
from ..tools.closing import CLOSING


class OffOrderCycle(models.Model):
    """What closing does with the orders: packs are filled, and each order becomes what
    it gets (rules 19, 20 and 23)."""

    _inherit = "off.order.cycle"

    def _close(self):
        """Extends: before producers are asked, orders are what they can hand over."""
        self._expire_carts()
        self._settle_demand(*self._judge())
        return super()._close()

    def _judge(self):
        """What closing now would do. Writes nothing.

        :return: (order lines in the order in which they were placed,
            ``engine.closing.Outcome`` with those lines and incoming offers as keys)
        """
        self.ensure_one()
        lines = self._get_lines_in_order().sudo()
        terms = lines.off_offer_id.incoming_id._get_closing_terms()
        minimums = self._get_closing_minimums()
        if not terms and not minimums:
            lines = lines.browse()
        tolerances = lines._off_get_usable_tolerances(terms)
        values = self._get_line_values(lines, minimums)
        return lines, judge(
            [
                Ordered(
                    line._off_get_wish(tolerances.get(line, Decimal(0))),
                    line._off_get_source(),
                    line._off_get_places(),
                    values.get(line, {}),
                )
                for line in lines
            ],
            terms,
            minimums,
        )

    def _get_closing_minimums(self):
        """:return: list of ``engine.closing.Minimum``, those of producers first"""
        return []

    def _get_line_values(self, lines, minimums):
        """:return: ``{line: {(place, measure): what one unit counts}}``"""
        return {}

    def _settle_demand(self, lines, outcome):
        """Make the orders what they get, and tell their customers."""
        changes = {
            line: share
            for line in lines
            if (share := outcome.shares[line])
            != line._off_to_decimal(line._off_get_ordered())
        }
        if not changes:
            return
        told = self._explain(changes, outcome)
        lines.browse().union(*changes)._off_set_shares(changes)
        empty = lines.order_id.filtered(
            lambda order: (
                order in told
                and not any(
                    order.order_line.filtered("off_offer_id").mapped("product_uom_qty")
                )
            )
        )
        empty.with_context(off_closing=CLOSING)._action_cancel()
        for order, texts in told.items():
            self._tell_change(order, texts, order in empty)

    def _explain(self, changes, outcome):
        """What changes and why, in the language of each customer.

        :param changes: ``{order line: quantity that it gets}``
        :return: ``{order: list of texts}``
        """
        told = defaultdict(list)
        for line, share in changes.items():
            order = line.order_id
            line = line.with_context(
                lang=order.partner_id.lang or self.env.lang, display_default_code=False
            )
            told[order].append(
                line.env._(
                    "%(product)s: %(share)s instead of %(asked)s. %(reason)s",
                    product=line.product_id.display_name,
                    share=write_number(self.env, share),
                    asked=write_number(self.env, line._off_get_ordered()),
                    reason=self._get_reason(line, share, outcome),
                )
            )
        return told

    def _get_reason(self, line, share, outcome):
        """Why a line gets more or less than it asked for, in its language."""
        offer = line.off_offer_id.incoming_id
        if share > line._off_to_decimal(line._off_get_ordered()):
            return line.env._("What you accepted on top fills the last case.")
        if offer.pack_size:
            return line.env._(
                "The producer hands over cases of %s, and the last one was not filled.",
                write_number(self.env, offer.pack_size),
            )
        return line.env._(
            "All orders together came to less than the %s that the producer hands over "
            "at least.",
            write_number(self.env, offer.minimum_qty),
        )

    def _tell_change(self, order, texts, is_empty):
        """Tell a customer what became of its order."""
        order = order.with_context(lang=order.partner_id.lang or self.env.lang)
        head = order.env._(
            "%(cycle)s is closed, and your order %(order)s is no longer what you asked "
            "for:",
            cycle=self.name,
            order=order.name,
        )
        if is_empty:
            head = order.env._(
                "%(cycle)s is closed, and your order %(order)s is cancelled as nothing "
                "of it can be had:",
                cycle=self.name,
                order=order.name,
            )
        rows = Markup().join(Markup("<li>%s</li>") % text for text in texts)
        order.message_post(
            subject=order.env._("Your order %s changed", order.name),
            body=Markup("<p>%s</p><ul>%s</ul>") % (head, rows),
            partner_ids=order.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
