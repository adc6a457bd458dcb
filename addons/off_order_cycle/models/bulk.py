from collections import defaultdict

from markupsafe import Markup


class Bulk:
    """What changes of many orders draw and have to tell, gathered to be done once.

    It travels in the context, as ``off_bulk``: drawn one by one, an order that takes
    could come before another that gives, counters would be taken in any order, and each
    would cost its own queries.
    """

    def __init__(self):
        self.quantities = defaultdict(float)
        self.slots = defaultdict(int)
        self.line_ids = set()
        self.notes = defaultdict(list)

    def add(self, lines, quantities, slots):
        self.line_ids.update(lines.ids)
        for counter, quantity in quantities.items():
            self.quantities[counter] += quantity
        for slot, count in (slots or {}).items():
            self.slots[slot] += count

    def settle(self, env):
        """Check, draw and tell all of it.

        :raise UserError: names all that is short; the caller has to undo the changes
        """
        lines = env["sale.order.line"].browse(sorted(self.line_ids))
        orders = lines.order_id.filtered(lambda order: order.state == "sale")
        orders._off_check_minimums()
        orders._off_check_least()
        lines._off_draw(self.quantities, self.slots)
        orders._off_update_fees()
        env["sale.order"].browse(self.notes)._message_log_batch(
            {
                order_id: Markup("<br/>").join(texts)  # escapes them
                for order_id, texts in self.notes.items()
            }
        )
