from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.date_utils import end_of, start_of


class OffInvoiceMonth(models.TransientModel):
    """Invoice what was handed over in a month to those who are invoiced by the month:
    one invoice for each customer."""

    _name = "off.invoice.month"
    _description = "Invoices of a Month"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    month = fields.Date(
        required=True,
        default=lambda self: start_of(fields.Date.context_today(self), "month"),
        help="Any day of it. What was handed over before and was not invoiced comes "
        "too.",
    )
    date_invoice = fields.Date(
        "Invoice date",
        required=True,
        compute="_compute_date_invoice",
        store=True,
        precompute=True,
        readonly=False,
        help="The last day of the month, or today where that is to come.",
    )
    order_count = fields.Integer("Orders", compute="_compute_orders")
    customer_count = fields.Integer("Customers", compute="_compute_orders")
    unsettled_names = fields.Char(
        "Not settled yet",
        compute="_compute_orders",
        help="Their orders are not among those: settle these sales first.",
    )

    @api.depends("month")
    def _compute_date_invoice(self):
        today = fields.Date.context_today(self)
        for one in self:
            last = end_of(one.month, "month") if one.month else today
            one.date_invoice = min(last, today)

    @api.depends("month", "company_id")
    def _compute_orders(self):
        for one in self:
            orders = one._find_orders("settled")
            one.order_count = len(orders)
            one.customer_count = len(orders.partner_invoice_id)
            cycles = one._find_orders("distributed").off_cycle_id
            one.unsettled_names = ", ".join(cycles.mapped("name"))

    def _find_orders(self, state):
        """What was handed over until the end of the month and waits for its invoice.

        :param state: of their cycles

        :return: sale.order with all rights
        """
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose one of the operators for which you work.")
            )
        if not self.month:
            return self.env["sale.order"].sudo()
        zone = ZoneInfo(self.company_id._off_get_tz())
        last = datetime.combine(end_of(self.month, "month"), time.max, zone)
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("off_cycle_id.state", "=", state),
                    ("state", "=", "sale"),
                    ("invoice_status", "=", "to invoice"),
                    (
                        "off_slot_id.date_start",
                        "<=",
                        last.astimezone(UTC).replace(tzinfo=None),
                    ),
                ],
                order="id",
            )
        )
        if state == "settled":
            # Also of those with whom another way was agreed since the sale was settled.
            return orders
        groupings = orders._off_get_invoice_groupings()
        return orders.filtered(lambda order: groupings[order] == "month")

    def action_invoice(self):
        """Create and post the invoices, all or none.

        :return: the list of them
        """
        self.ensure_one()
        self._check_may_invoice()
        orders = self._find_orders("settled")
        if not orders:
            raise UserError(
                self.env._(
                    "Nothing is to be invoiced until the end of this month. Sales that "
                    "are not settled are not counted."
                )
            )
        self.company_id._off_check_invoice_day(self.date_invoice)
        orders = orders.with_company(self.company_id)
        # Whatever was agreed meanwhile: what waited for this comes together.
        invoices = orders._off_create_invoices(self.date_invoice).with_env(self.env)
        invoices.action_post()
        invoices.sudo()._off_follow_up()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        return {**action, "domain": [("id", "in", invoices.ids)]}

    def _check_may_invoice(self):
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only who keeps the books makes invoices."))
