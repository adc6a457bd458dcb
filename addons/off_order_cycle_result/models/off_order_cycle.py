from odoo import models
from odoo.exceptions import AccessError, UserError

HANDED_OVER = ("distributed", "settled")


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
        fees, deposits and other lines. Each is summed up from its own documents;
        ``rounding`` is what the cents of single lines leave, not the margin.

        :return: dict of amounts with taxes: ``sold``, ``to_invoice``, ``producers``,
            ``principals`` (in whose name was sold), ``margin``, ``commission``,
            ``fees`` (its own), ``fees_others``, ``other``, ``rounding``; of purchases:
            ``billed``, ``drafts`` (number of bills that are drafts), ``unsold`` (bought
            and delivered to nobody), ``billed_otherwise``; without taxes: ``revenue``,
            ``expense``, ``result``; ``orders``, ``customers``, ``hours`` (volunteers')
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
        fees_own = self._get_result_own_fees(company)
        result = {
            "sold": get("sold", *every),
            "to_invoice": get("to_invoice", *every),
            "producers": get("cost", "goods"),
            "principals": get("cost", "agency"),
            "margin": get("margin", "goods"),
            "commission": get("margin", "agency"),
            "fees": fees_own,
            "fees_others": rounded(get("sold", "fee") - fees_own),
            "other": get("sold", "other"),
            "revenue": get("revenue", *every),
            "expense": get("expense", *every),
        }
        named = ("producers", "principals", "margin", "commission", "fees")
        named += ("fees_others", "other")
        result["rounding"] = rounded(
            result["sold"] - sum(result[name] for name in named)
        )
        result["result"] = rounded(result["revenue"] - result["expense"])
        orders = self.order_ids.sudo().filtered(
            lambda one: one.state == "sale" and one.company_id == company
        )
        result |= self._get_result_bought(company, result["producers"])
        result |= {
            "orders": len(orders),
            "customers": len(orders.partner_id.commercial_partner_id),
            "hours": self._get_volunteer_hours(company),
        }
        return result

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
        self.ensure_one()
        former = self.search(
            [
                ("coordinator_id", "=", self.coordinator_id.id),
                ("state", "in", HANDED_OVER),
                ("date_close", "<", self.date_close),
                ("id", "!=", self.id),
                ("order_ids.state", "=", "sale"),
            ],
            order="date_close desc, id desc",
            limit=1,
        )
        return former, former._get_outcome(company) if former else None
