from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

HANDED_OVER = ("distributed", "settled")
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
            come, below zero), ``weighed`` (heavier or lighter than estimated),
            ``invoiced`` (all that invoices ask for), ``sold`` (of it what orders have),
            ``to_invoice``, ``producers``, ``principals`` (in whose name was sold),
            ``margin``, ``commission``, ``fees`` (its own), ``fees_others``, ``other``
            and ``others`` (``{id of the ledger account: amount}``, no id for what is
            not invoiced yet), ``rounding``; of purchases: ``billed``, ``drafts``
            (number of bills that are drafts), ``unsold`` (bought and delivered to
            nobody), ``billed_otherwise``; without taxes: ``revenue``, ``expense``,
            ``result``; ``orders``, ``customers``, ``hours`` (volunteers')
        """
        self.ensure_one()
        rows = self.env["off.cycle.result"].sudo()
        domain = [("cycle_id", "=", self.id), ("company_id", "=", company.id)]
        measures = ["sold", "to_invoice", "cost", "margin", "revenue", "expense"]
        sums = {
            kind: dict(zip(measures, values, strict=True))
            for kind, *values in rows._read_group(
                domain, ["kind"], [f"{one}:sum" for one in measures]
            )
        }
        rounded = company.currency_id.round

        def get(measure, *kinds):
            found = (sums.get(kind, {}).get(measure) or 0.0 for kind in kinds)
            return rounded(sum(found))

        every = tuple(sums)
        orders = self.order_ids.sudo().filtered(
            lambda one: one.state == "sale" and one.company_id == company
        )
        fees_own = self._get_result_own_fees(company)
        others, untied = self._get_result_others(
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
            "revenue": get("revenue", *every),
            "expense": get("expense", *every),
        }
        for name, cents in self._get_result_agency_cents(orders).items():
            result[name] = rounded(result[name] + cents)
        goods = ("producers", "principals", "margin", "commission")
        named = (*goods, "fees", "fees_others", "other")
        result["rounding"] = rounded(
            result["invoiced"] - sum(result[name] for name in named)
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

    def _get_result_agency_cents(self, orders):
        """What accounts of sales and the invoices of their commissions have, beyond
        what the single lines come to, each of which is rounded.

        :return: ``{"principals", "commission", "revenue": cents}``
        """
        lines = orders.order_line.filtered("off_principal_id")
        by_account = defaultdict(self.env["sale.order.line"].sudo().browse)
        for line in lines:
            for account in line.invoice_lines.off_account_sale_id:
                by_account[account] |= line
        cents = dict.fromkeys(("principals", "commission", "revenue"), 0.0)
        for account, sold in by_account.items():
            # One that tells of other cycles too has its cents nowhere.
            if account.off_cycle_ids != self or account.state != "posted":
                continue
            invoices = account.off_commission_ids.filtered(
                lambda one: one.state == "posted" and one.is_invoice()
            )
            commission = sum(invoices.mapped("amount_total_signed"))
            income = invoices.line_ids.filtered(
                lambda one: one.account_id.account_type in ("income", "income_other")
            )
            rows = self.env["off.cycle.result"].sudo().browse(sold.ids).exists()
            cents["commission"] += commission - sum(rows.mapped("margin"))
            cents["principals"] += (
                account.amount_total - commission - sum(rows.mapped("cost"))
            )
            cents["revenue"] -= sum(income.mapped("balance")) + sum(
                rows.mapped("revenue")
            )
        return cents

    def _get_result_ordered(self, company, orders, delivered):
        """
        :param delivered: of goods, with taxes, by weight where they are billed so
        """
        rounded = company.currency_id.round
        lines = orders.order_line.filtered("off_offer_id")
        ordered = came = 0.0
        for line in lines:
            ordered += line.product_uom_qty * line.price_reduce_taxinc
            came += line.qty_delivered * line.price_reduce_taxinc
        ordered, came = rounded(ordered), rounded(came)
        return {
            "ordered": ordered,
            "short": rounded(came - ordered),
            "weighed": rounded(delivered - came),
        }

    def _get_result_others(self, company, orders, waiting):
        """What invoices have beside goods and fees, by the account that it is on.

        :param waiting: what of it is not invoiced yet
        :return: ``({id of account: amount}, amount)``, the latter of lines of invoices
            that no line of an order has: what a fund pays, what was added by hand
        """
        rounded = company.currency_id.round
        lines = orders.invoice_ids.filtered(
            lambda one: one.state == "posted"
        ).invoice_line_ids.filtered(lambda one: one.display_type == "product")
        found, untied = defaultdict(float), 0.0
        if waiting:
            found[False] = waiting
        tied = lines._off_get_orders()
        for line in lines:
            sold = line.sale_line_ids
            if sold:
                is_ours = sold.order_id <= orders and not any(
                    one.off_offer_id or one.off_is_fee for one in sold
                )
            elif line in tied:
                is_ours = tied[line] <= orders
            else:
                # By hand: of this cycle where its invoice is of no other.
                is_ours = line.move_id.off_cycle_ids == self
            if not is_ours:
                continue
            refund = line.move_id.move_type == "out_refund"
            amount = -line.price_total if refund else line.price_total
            found[line.account_id.id] += amount
            if not sold:
                untied += amount
        return (
            {account: rounded(amount) for account, amount in found.items()},
            rounded(untied),
        )

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
        former = self._find_results([("date_close", "<", self.date_close)])[:1]
        return former, former._get_outcome(company) if former else None

    def _get_year_ago_result(self, company):
        """Of the cycle of a year ago, the nearest in time.

        :return: (cycle, result), (empty, None) where there is none within three weeks
        """
        then = self.date_close - YEAR
        found = self._find_results(
            [("date_close", ">", then - ABOUT), ("date_close", "<", then + ABOUT)]
        ).sorted(lambda one: abs(one.date_close - then))[:1]
        return found, found._get_outcome(company) if found else None

    def _find_results(self, domain):
        """Others of the same coordinator that are handed over, the last first."""
        self.ensure_one()
        return self.search(
            [
                ("coordinator_id", "=", self.coordinator_id.id),
                ("state", "in", HANDED_OVER),
                ("id", "!=", self.id),
                ("order_ids.state", "=", "sale"),
                *domain,
            ],
            order="date_close desc, id desc",
        )
