from odoo import models
from odoo.tools import format_date, formatLang

MONEY, NUMBER, HOURS = "money", "number", "hours"


class OffOrderCycle(models.Model):
    """The result of a cycle in words, for its page."""

    _inherit = "off.order.cycle"

    def _get_result_pages(self):
        """:return: list of (cycle, operator, result), a page for each"""
        return [
            (cycle, company, result)
            for cycle in self
            for company, result in cycle._get_results()
        ]

    def _get_result_period(self):
        """“handed over 12 – 13 November 2026”"""
        days = sorted(
            {self._to_local(slot.date_start).date() for slot in self.sudo().slot_ids}
        )
        if not days:
            return ""
        first, last = (format_date(self.env, day) for day in (days[0], days[-1]))
        if first == last:
            return self.env._("handed over on %s", first)
        return self.env._(
            "handed over from %(first)s to %(last)s", first=first, last=last
        )

    def _get_result_sections(self, result, before=None):
        """
        :param result, before: of this cycle and of the one before
        :return: list of (title, rows), a row being (key of ``result``, label, how it
            is written, whether it is a sum); what is nothing in both is left out, but
            for sums
        """
        sections = [
            [
                ("sold", self.env._("Invoiced to customers"), MONEY, True),
                (
                    "producers",
                    self.env._("Producers: goods delivered"),
                    MONEY,
                    False,
                ),
                (
                    "principals",
                    self.env._("Producers in whose name was sold"),
                    MONEY,
                    False,
                ),
                ("margin", self.env._("Margin on goods"), MONEY, False),
                (
                    "commission",
                    self.env._("Commission on sales in a producer's name"),
                    MONEY,
                    False,
                ),
                ("fees", self.env._("Fees of the hub"), MONEY, False),
                ("fees_others", self.env._("Fees for others"), MONEY, False),
                (
                    "other",
                    self.env._("Deposits, help and other lines"),
                    MONEY,
                    False,
                ),
                ("rounding", self.env._("Cents of single lines"), MONEY, False),
            ],
            [
                ("billed", self.env._("Billed by producers"), MONEY, True),
                (
                    "supplied",
                    self.env._("Of it for other operators' hubs"),
                    MONEY,
                    False,
                ),
                ("unsold", self.env._("Of it delivered to nobody"), MONEY, False),
                (
                    "stocked",
                    self.env._("Delivered from the hubs' stock"),
                    MONEY,
                    False,
                ),
                (
                    "billed_otherwise",
                    self.env._("Billed otherwise than received"),
                    MONEY,
                    False,
                ),
            ],
            [
                ("revenue", self.env._("Revenue"), MONEY, False),
                ("expense", self.env._("Cost of what was delivered"), MONEY, False),
                ("result", self.env._("Result"), MONEY, True),
            ],
            [
                ("orders", self.env._("Orders"), NUMBER, False),
                ("customers", self.env._("Customers"), NUMBER, False),
                ("basket", self.env._("Average order"), MONEY, False),
                ("hours", self.env._("Hours of volunteers"), HOURS, False),
                (
                    "hours_per_1000",
                    self.env._("Hours for 1,000 sold"),
                    HOURS,
                    False,
                ),
                (
                    "cost_share",
                    self.env._("Fees and margin in % of sales"),
                    HOURS,
                    False,
                ),
            ],
        ]
        titles = [
            self.env._("What customers pay and who gets it, with taxes"),
            self.env._("What was bought, with taxes"),
            self.env._("In the books, without taxes"),
            self.env._("What running it takes"),
        ]
        return [
            (
                title,
                [
                    row
                    for row in rows
                    if row[3] or result[row[0]] or (before and before[row[0]])
                ],
            )
            for title, rows in zip(titles, sections, strict=True)
        ]

    def _get_outcome(self, company):
        """Extends: what follows from the others."""
        result = super()._get_outcome(company)
        sold, orders = result["sold"], result["orders"]
        kept = result["margin"] + result["commission"] + result["fees"]
        return result | {
            "basket": company.currency_id.round(sold / orders) if orders else 0.0,
            "hours_per_1000": round(result["hours"] * 1000 / sold, 2) if sold else 0.0,
            "cost_share": round(kept * 100 / sold, 1) if sold else 0.0,
        }

    def _say_result(self, company, way, amount):
        if way == MONEY:
            return formatLang(self.env, amount, currency_obj=company.currency_id)
        return formatLang(self.env, amount, digits=0 if way == NUMBER else 1)

    def _get_result_notes(self, company, result):
        """What is to be known about these figures.

        :return: list of sentences
        """
        notes = []
        if result["to_invoice"]:
            notes.append(
                self.env._(
                    "%s of it is still to be invoiced; revenue has no fees of it yet.",
                    self._say_result(company, MONEY, result["to_invoice"]),
                )
            )
        if result["drafts"]:
            notes.append(
                self.env._(
                    "%s bills of producers are drafts: check and post them.",
                    result["drafts"],
                )
            )
        if not result["billed"] and result["producers"]:
            notes.append(self.env._("No bill of a producer has come yet."))
        return notes
