from odoo import models

MAX_ORDERS = 50
PAST_PAGE = 10
RUNNING = ("open", "closed", "allocated")
PAST = ("distributed", "settled")


class ResPartner(models.Model):
    """What a producer sees of the sales of its products, of all operators that it
    supplies."""

    _inherit = "res.partner"

    def _off_get_supplied(self, states, limit=None, offset=0):
        """Where the user's own member supplies, the first to close first; past ones
        the other way round.

        :return: off.exchange, incoming, with all rights
        """
        self._off_check_own()
        found = (
            self.env["off.exchange"]
            .sudo()
            .search(
                [
                    ("direction", "=", "incoming"),
                    ("producer_id", "=", self.id),
                    ("cycle_id.state", "in", states),
                ]
            )
            .sorted(
                lambda edge: (edge.cycle_id.date_close, edge.id),
                reverse=states == PAST,
            )
        )
        return found[offset : offset + limit if limit else None]

    def _off_get_supplies(self, exchanges):
        """What is ordered of the user's own member there, by operator.

        :param exchanges: what ``_off_get_supplied`` returns
        :return: list of dicts, by the operators' names: ``company`` and ``supplies``,
            list of (exchange, what ``_get_supplies`` tells); of past sales those in
            which nothing was ordered are left out
        """
        self._off_check_own()
        told = exchanges._get_supplies()
        groups = {}
        for edge in exchanges:
            if told[edge]["rows"]:
                groups.setdefault(edge.company_id, []).append((edge, told[edge]))
        return [
            {"company": company, "supplies": groups[company]}
            for company in sorted(groups, key=lambda one: (one.name, one.id))
        ]

    def _off_get_purchases(self):
        """Purchase orders to the user's own member that are of no cycle, of all
        operators, newest first.

        :return: purchase.order with all rights
        """
        self._off_check_own()
        return (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", self.id),
                    ("off_exchange_id", "=", False),
                    ("state", "in", ("purchase", "cancel")),
                ],
                order="date_order desc, id desc",
                limit=MAX_ORDERS,
            )
        )

    def _off_tell_case(self, size, full, more):
        """:return: text of how full the cases of a product are"""
        write = self._off_write_number
        if not more:
            return self.env._(
                "Cases of %(size)s: %(full)s", size=write(size), full=full
            )
        return self.env._(
            "Cases of %(size)s: %(full)s full, %(missing)s missing in the next one",
            size=write(size),
            full=full,
            missing=write(size - more),
        )

    def _off_tell_limit(self, taken, declared):
        """:return: text of how much of what it declared is taken, in all sales"""
        return self.env._(
            "Taken in all sales: %(taken)s of the %(declared)s that you declared",
            taken=self._off_write_number(taken),
            declared=self._off_write_number(declared),
        )

    def _off_write_number(self, quantity):
        return self.env["product.product"]._off_write_quantity(quantity)
