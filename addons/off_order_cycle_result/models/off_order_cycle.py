from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

HANDED_OVER = ("distributed", "settled")
INCOME = ("income", "income_other")
MEASURES = ("sold", "to_invoice", "cost", "margin", "revenue", "expense")
# The same day of the week a year before, and how far from it a cycle may be.
YEAR, ABOUT = timedelta(weeks=52), timedelta(days=20)


class OffOrderCycle(models.Model):
    """What a cycle brought, on one page, with a name for each amount."""

    _inherit = "off.order.cycle"

    def action_view_result(self):
        """The figures of this cycle, to be turned around."""
        return self._action_view(
            "off_order_cycle_result.off_cycle_result_action",
            [("cycle_id", "=", self.id)],
            create=False,
        )

    def _get_results(self):
        """
        :return: ``[(operator, result)]`` of those of the user's operators that sell in
            this cycle, see ``_get_outcome``
        :raise AccessError: the user sees no figures
        """
        self.ensure_one()
        self.env["off.cycle.result"].check_access("read")
        companies = self.outgoing_ids.sudo().company_id & self.env.companies
        if not companies:
            raise AccessError(self.env._("%s is not yours.", self.name))
        if self.state not in HANDED_OVER:
            raise UserError(
                self.env._(
                    "%s is not handed over yet: its result is known afterwards.",
                    self.name,
                )
            )
        return [(one, self._get_outcome(one)) for one in companies.sudo()]

    def _get_outcome(self, company):
        """What this cycle brought ``company``, with all rights.

        What customers are invoiced is what producers get, plus margin and commission,
        fees, deposits, draws of a fund and other lines. Each is summed up from its own
        documents; ``rounding`` is what the cents of single lines leave, not the margin.

        :return: dict of amounts with taxes: ``ordered``, ``short`` (what of it did not
            come, below zero), ``added`` (more than was ordered), ``weighed`` (heavier
            or lighter than estimated), ``invoiced`` (what customers pay, invoiced or
            to be invoiced), ``sold`` (of it what lines of orders have),
            ``to_invoice``, ``producers``, ``principals`` (in whose name was sold),
            ``margin``, ``commission``, ``fees`` (its own), ``fees_others``, ``other``
            and ``others`` (``{id of the ledger account: amount}``, no id for what is
            not invoiced yet), ``credited`` (of goods that were kept, below zero),
            ``rounding``; of purchases: ``billed``, ``drafts``
            (number of bills that are drafts), ``unsold`` (bought and delivered to
            nobody), ``billed_otherwise``; without taxes: ``revenue``, ``expense``,
            ``result``; ``orders``, ``customers``, ``hours`` (volunteers')
        """
        self.ensure_one()
        sums = self._get_result_sums(company)
        rounded = company.currency_id.round

        def get(measure, *kinds):
            found = (sums.get(kind, {}).get(measure) or 0.0 for kind in kinds)
            return rounded(sum(found))

        every = tuple(sums)
        orders = self.order_ids.sudo().filtered(
            lambda one: one.state == "sale" and one.company_id == company
        )
        fees_own = self._get_result_own_fees(company)
        others, untied, earned = self._get_result_others(
            company, orders, get("to_invoice", "other")
        )
        result = {
            "invoiced": rounded(get("sold", *every) + untied),
            "sold": get("sold", *every),
            "to_invoice": get("to_invoice", *every),
            "producers": get("cost", "goods"),
            "principals": get("cost", "agency"),
            "margin": get("margin", "goods"),
            "commission": get("margin", "agency"),
            "fees": fees_own,
            "fees_others": rounded(get("sold", "fee") - fees_own),
            "other": rounded(sum(others.values())),
            "revenue": rounded(get("revenue", *every) + earned),
            "expense": get("expense", *every),
        }
        for name, cents in self._get_result_agency_cents(orders).items():
            result[name] = rounded(result[name] + cents)
        goods = ("producers", "principals", "margin", "commission")
        named = (*goods, "fees", "fees_others", "other")
        result["credited"] = rounded(self._get_result_credited(orders))
        result["rounding"] = rounded(
            result["invoiced"] - sum(result[name] for name in (*named, "credited"))
        )
        result["result"] = rounded(result["revenue"] - result["expense"])
        delivered = sum(result[name] for name in goods)
        result |= self._get_result_ordered(company, orders, delivered)
        result |= self._get_result_bought(company, result["producers"])
        return result | {
            "others": others,
            "orders": len(orders),
            "customers": len(orders.partner_id.commercial_partner_id),
            "hours": self._get_volunteer_hours(company),
        }

    def _get_result_sums(self, company):
        """:return: ``{kind of line: {measure: amount}}``"""
        rows = self.env["off.cycle.result"].sudo()
        return {
            kind: dict(zip(MEASURES, values, strict=True))
            for kind, *values in rows._read_group(
                [("cycle_id", "=", self.id), ("company_id", "=", company.id)],
                ["kind"],
                [f"{one}:sum" for one in MEASURES],
            )
        }

    def _get_result_agency_cents(self, orders):
        """What accounts of sales and the invoices of their commissions have, beyond
        what the single lines come to, each of which is rounded.

        Only where both tell of the same: accounts of nothing but these lines, and
        lines of which all that was invoiced is on these accounts.

        :return: ``{"principals", "commission", "revenue": cents}``
        """
        cents = dict.fromkeys(("principals", "commission", "revenue"), 0.0)
        lines = orders.order_line.filtered("off_principal_id")
        accounts = lines.invoice_lines.off_account_sale_id.filtered(
            lambda one: one.state == "posted"
        )
        known = None
        while known != (lines, accounts):
            known = lines, accounts
            sold_here = set(lines.ids)
            accounts = accounts.filtered(
                lambda one, sold_here=sold_here: all(
                    sold.sale_line_ids and sold_here.issuperset(sold.sale_line_ids.ids)
                    for sold in one.off_sold_line_ids
                )
            )
            told_here = set(accounts.ids)
            lines = lines.filtered(
                lambda one, told_here=told_here: (
                    one.invoice_lines
                    and not one.qty_to_invoice
                    and all(
                        sold.off_account_sale_id.id in told_here
                        for sold in one.invoice_lines
                    )
                )
            )
        if not accounts:
            return cents
        invoices = accounts.off_commission_ids.filtered(
            lambda one: one.state == "posted" and one.is_invoice()
        )
        commission = sum(invoices.mapped("amount_total_signed"))
        income = invoices.line_ids.filtered(
            lambda one: one.account_id.account_type in INCOME
        )
        rows = self.env["off.cycle.result"].sudo().browse(lines.ids).exists()
        return {
            "commission": commission - sum(rows.mapped("margin")),
            "principals": sum(accounts.mapped("amount_total"))
            - commission
            - sum(rows.mapped("cost")),
            "revenue": -sum(income.mapped("balance")) - sum(rows.mapped("revenue")),
        }

    def _get_result_credited(self, orders):
        """What credit notes gave back of goods that stayed with their customers, below
        zero: they were delivered, and producers get their part."""
        lines = orders.order_line.filtered(
            lambda one: (
                one.off_offer_id
                and any(
                    sold.move_type == "out_refund" and sold.parent_state == "posted"
                    for sold in one.invoice_lines
                )
            )
        )
        rows = self.env["off.cycle.result"].sudo().browse(lines.ids).exists()
        return sum(row.sold - row.cost - row.margin for row in rows)

    def _get_result_ordered(self, company, orders, delivered):
        """What customers asked for, also before closing cut or cancelled it.

        :param delivered: of goods, with taxes, by weight where they are billed so
        """
        rounded = company.currency_id.round
        ordered = short = added = 0.0
        every = orders | self.order_ids.sudo().filtered(
            lambda one: one.state == "cancel" and one.company_id == company
        )
        for line in every.order_line.filtered("off_offer_id"):
            wanted = line.product_uom_qty
            if line.off_asked:
                unit, asked, _slices = line.off_asked
                unit = self.env["uom.uom"].browse(unit)
                wanted = unit._compute_quantity(asked, line.product_uom_id)
            elif line.state == "cancel":
                # Its customer thought better of it.
                continue
            each = line.price_unit * (1 - line.discount / 100)
            if line.product_uom_qty:
                each = line.price_reduce_taxinc
            came = line.qty_delivered if line.state == "sale" else 0.0
            ordered += wanted * each
            if came < wanted:
                short += (came - wanted) * each
            else:
                added += (came - wanted) * each
        ordered, short, added = rounded(ordered), rounded(short), rounded(added)
        return {
            "ordered": ordered,
            "short": short,
            "added": added,
            "weighed": rounded(delivered - ordered - short - added),
        }

    def _get_result_others(self, company, orders, waiting):
        """What invoices have beside goods and fees, by the account that it is on.

        :param waiting: what of it is not invoiced yet
        :return: ``({id of account: amount}, untied, earned)``: untied is the amount of
            lines of invoices that no line of an order has (what a fund pays, what was
            added by hand), earned what of these is income, without taxes
        """
        found, untied, earned = defaultdict(float), 0.0, 0.0
        if waiting:
            found[False] = waiting
        for line in self._find_result_others(orders):
            refund = line.move_id.move_type == "out_refund"
            amount = -line.price_total if refund else line.price_total
            found[line.account_id.id] += amount
            if not line.sale_line_ids:
                untied += amount
                if line.account_id.account_type in INCOME:
                    earned -= line.balance
        rounded = company.currency_id.round
        return (
            {account: rounded(amount) for account, amount in found.items()},
            rounded(untied),
            rounded(earned),
        )

    def _find_result_others(self, orders):
        """Lines of posted invoices of ``orders``, and of what gives them back, that are
        neither goods nor fees and of this cycle: by their order, or, of none, because
        their invoice is of no other cycle."""
        invoices = orders.invoice_ids
        invoices |= invoices.search([("reversed_entry_id", "in", invoices.ids)])
        lines = invoices.filtered(
            lambda one: one.state == "posted"
        ).invoice_line_ids.filtered(lambda one: one.display_type == "product")
        tied = lines._off_get_orders()
        ours = set(orders.ids)

        def is_ours(line):
            sold = line.sale_line_ids
            if any(one.off_offer_id or one.off_is_fee for one in sold):
                return False
            if line in tied:
                return ours.issuperset(tied[line].ids)
            move = line.move_id
            return (move.off_cycle_ids or move.reversed_entry_id.off_cycle_ids) == self

        return lines.filtered(is_ours)

    def _get_result_own_fees(self, company):
        """Fees of this operator's orders that are its own income, with taxes."""
        lines = self.order_ids.sudo().order_line.filtered(
            lambda one: one.off_is_fee and one.company_id == company
        )
        debts = lines.filtered(
            lambda one: any(
                account.internal_group == "liability"
                for account in one.off_fee_ids.account_id
            )
        )
        rows = self.env["off.cycle.result"].sudo().browse((lines - debts).ids)
        return company.currency_id.round(sum(rows.exists().mapped("sold")))

    def _get_result_bought(self, company, delivered):
        """:param delivered: what the goods cost that were delivered"""
        purchases = (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    "|",
                    ("off_cycle_id", "=", self.id),
                    ("off_supply_cycle_id", "=", self.id),
                    ("state", "=", "purchase"),
                ]
            )
            ._off_get_bought()
        )
        bills = purchases.invoice_ids.filtered(lambda one: one.state != "cancel")
        rounded = company.currency_id.round
        billed = sum(
            line.price_total * (-1 if line.move_type == "in_refund" else 1)
            for line in purchases.order_line.invoice_lines
            if line.parent_state != "cancel"
        )
        received = sum(
            line.price_total * line.qty_received / line.product_qty
            for line in purchases.order_line
            if line.product_qty
        )
        supplied = self._get_result_supplied(company)
        stocked = self._get_result_from_stock(company)
        unsold = rounded(received - supplied - (delivered - stocked))
        return {
            "billed": rounded(billed),
            "drafts": len(bills.filtered(lambda one: one.state == "draft")),
            "supplied": rounded(supplied),
            "stocked": rounded(stocked),
            "unsold": unsold,
            "billed_otherwise": rounded(billed - received) if billed else 0.0,
        }

    def _get_result_supplied(self, company):
        """What hubs of other operators were supplied of what this one bought."""
        sales = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("off_supply_cycle_id", "=", self.id),
                    ("state", "=", "sale"),
                ]
            )
        )
        return sum(
            line.price_reduce_taxinc * line.qty_delivered for line in sales.order_line
        )

    def _get_result_from_stock(self, company):
        """What those goods cost that hubs sold from stocks of their own."""
        lines = self.order_ids.sudo().order_line.filtered(
            lambda one: one.off_stock_item_id and one.company_id == company
        )
        rows = self.env["off.cycle.result"].sudo().browse(lines.ids).exists()
        return sum(rows.mapped("cost"))

    def _get_volunteer_hours(self, company):
        """Hours that volunteers gave, of shifts that were not called off."""
        volunteers = (
            self.env["off.duty.volunteer"]
            .sudo()
            .search(
                [
                    ("shift_id.cycle_id", "=", self.id),
                    ("shift_id.company_id", "=", company.id),
                    ("state", "not in", ("cancel", "missed")),
                ]
            )
        )
        return sum(
            (one.shift_id.date_end - one.shift_id.date_start).total_seconds() / 3600
            for one in volunteers
        )

    def _get_former_result(self, company):
        """Of the last cycle before with the same coordinator, to compare with.

        :return: (cycle, result), (empty, None) for a first one
        """
        former = self._find_results(company, [("date_close", "<", self.date_close)])[:1]
        return former, former._get_outcome(company) if former else None

    def _find_year_ago(self, company):
        """The cycle of a year ago, the nearest in time; none within three weeks:
        empty."""
        then = self.date_close - YEAR
        found = self._find_results(
            company,
            [("date_close", ">", then - ABOUT), ("date_close", "<", then + ABOUT)],
        )
        return found.sorted(lambda one: abs(one.date_close - then))[:1]

    def _find_results(self, company, domain):
        """Others of the same coordinator in which ``company`` sold and that are handed
        over, the last first."""
        self.ensure_one()
        return self.search(
            [
                ("coordinator_id", "=", self.coordinator_id.id),
                ("state", "in", HANDED_OVER),
                ("id", "!=", self.id),
                (
                    "order_ids",
                    "any",
                    [("state", "=", "sale"), ("company_id", "=", company.id)],
                ),
                *domain,
            ],
            order="date_close desc, id desc",
        )
