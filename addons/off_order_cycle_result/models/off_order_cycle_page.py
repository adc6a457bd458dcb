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

    def _get_result_columns(self, company, result):
        """
        :return: ``[(title, result)]``: of this cycle, the one before and that of a year
            ago, where there are any
        """
        self.ensure_one()
        columns = [(self.name, result)]
        former, before = self._get_former_result(company)
        if former:
            columns.append((former.name, before))
        year_ago = self._find_year_ago(company)
        if year_ago and year_ago != former:
            then = year_ago._get_outcome(company)
            title = self.env._("A year ago: %s", year_ago.name)
            columns.append((title, then))
        return columns

    def _get_result_sections(self, results):
        """
        :param results: of the columns
        :return: list of (title, rows), a row being (label, how it is written, whether
            it is a sum, amounts); what is nothing in all is left out, but for sums
        """
        sections = [
            (
                self.env._("What customers ordered, with taxes"),
                self._get_result_rows_ordered(),
            ),
            (
                self.env._("What they pay and who gets it, with taxes"),
                self._get_result_rows_sold(results),
            ),
            (
                self.env._("What was bought, with taxes"),
                self._get_result_rows_bought(),
            ),
            (
                self.env._("In the books, without taxes"),
                self._get_result_rows_books(),
            ),
            (self.env._("What running it takes"), self._get_result_rows_running()),
        ]
        return [
            (
                title,
                [
                    row
                    for row in (self._prepare_result_row(results, *one) for one in rows)
                    if row[2] or any(row[3])
                ],
            )
            for title, rows in sections
        ]

    def _prepare_result_row(self, results, key, label, way, is_sum):
        """:param key: of an amount of a result, or the id of an account as a tuple"""
        amounts = [
            one["others"].get(key[0], 0.0) if isinstance(key, tuple) else one[key]
            for one in results
        ]
        return label, way, is_sum, amounts

    def _get_result_rows_ordered(self):
        return [
            ("ordered", self.env._("Goods ordered"), MONEY, True),
            ("short", self.env._("Did not come"), MONEY, False),
            ("added", self.env._("More than was ordered"), MONEY, False),
            ("weighed", self.env._("Weighed otherwise than estimated"), MONEY, False),
        ]

    def _get_result_rows_sold(self, results):
        return [
            ("invoiced", self.env._("What customers pay"), MONEY, True),
            ("producers", self.env._("Producers: goods delivered"), MONEY, False),
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
            *self._get_result_rows_others(results),
            ("credited", self.env._("Credited to customers"), MONEY, False),
            ("rounding", self.env._("Cents of single lines"), MONEY, False),
        ]

    def _get_result_rows_others(self, results):
        """What is neither goods nor fees, by the account where the books have it."""
        ids = {account for one in results for account in one["others"]}
        accounts = self.env["account.account"].sudo().browse(filter(None, ids))
        rows = [
            ((account.id,), account.name, MONEY, False)
            for account in accounts.sorted(lambda one: (one.name, one.id))
        ]
        if False in ids:
            label = self.env._("Other lines, to be invoiced")
            rows.append(((False,), label, MONEY, False))
        return rows

    def _get_result_rows_bought(self):
        return [
            ("billed", self.env._("Billed by producers"), MONEY, True),
            (
                "supplied",
                self.env._("Of it for other operators' hubs"),
                MONEY,
                False,
            ),
            ("unsold", self.env._("Of it delivered to nobody"), MONEY, False),
            ("stocked", self.env._("Delivered from the hubs' stock"), MONEY, False),
            (
                "billed_otherwise",
                self.env._("Billed otherwise than received"),
                MONEY,
                False,
            ),
        ]

    def _get_result_rows_books(self):
        return [
            ("revenue", self.env._("Revenue"), MONEY, False),
            ("expense", self.env._("Cost of what was delivered"), MONEY, False),
            ("result", self.env._("Result"), MONEY, True),
        ]

    def _get_result_rows_running(self):
        return [
            ("orders", self.env._("Orders"), NUMBER, False),
            ("customers", self.env._("Customers"), NUMBER, False),
            ("basket", self.env._("Average order"), MONEY, False),
            ("hours", self.env._("Hours of volunteers"), HOURS, False),
            ("hours_per_1000", self.env._("Hours for 1,000 sold"), HOURS, False),
            (
                "cost_share",
                self.env._("Fees and margin in % of sales"),
                HOURS,
                False,
            ),
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
