from odoo import models
from odoo.fields import Command
from odoo.tools import format_date


class SaleOrder(models.Model):
    """Which orders of cycles share an invoice."""

    _inherit = "sale.order"

    def _off_get_invoice_groupings(self):
        """:return: ``{order: key of off.hub.invoice_grouping}``, in two queries"""
        orders = self.sudo()
        agreed = {
            (hub, partner): grouping
            for hub, partner, grouping in self.env["off.hub.customer"]
            .sudo()
            ._read_group(
                [
                    ("hub_id", "in", orders.off_hub_id.ids),
                    ("partner_id", "in", orders.partner_id.commercial_partner_id.ids),
                    ("invoice_grouping", "!=", False),
                ],
                ["hub_id", "partner_id", "invoice_grouping"],
            )
        }
        return {
            order.with_env(self.env): agreed.get(
                (order.off_hub_id, order.partner_id.commercial_partner_id),
                order.off_hub_id.invoice_grouping or "cycle",
            )
            for order in orders
        }

    def _off_invoice(self, date):
        """Extends off_order_cycle: orders that are invoiced alone come alone."""
        groupings = self._off_get_invoice_groupings()
        alone = self.filtered(lambda order: groupings[order] == "order")
        others = self - alone
        invoices = self.env["account.move"]
        if others:
            invoices |= super(SaleOrder, others)._off_invoice(date)
        if alone:
            invoices |= alone._off_create_invoices(date, grouped=True)
        return invoices

    def _create_account_invoices(self, invoice_vals_list, final):
        """Extends sale: an invoice of several orders tells which line is of which."""
        if self and all(order.off_cycle_id for order in self):
            invoice_vals_list = [
                self._off_add_headings(vals) for vals in invoice_vals_list
            ]
        return super()._create_account_invoices(invoice_vals_list, final)

    def _off_add_headings(self, vals):
        """:return: values of an invoice, with a heading before the lines of each order
        where it has several"""
        parts = {}
        for _command, _id, line in vals["invoice_line_ids"]:
            sold = self.env["sale.order.line"].browse(
                [link[1] for link in line.get("sale_line_ids") or ()]
            )
            parts.setdefault(sold.order_id[:1], []).append(line)
        if len(parts) < 2:
            return vals
        partner = self.env["res.partner"].browse(vals["partner_id"])
        lines = []
        for order in sorted(
            parts, key=lambda one: (one.off_slot_id.date_start, one.id)
        ):
            name = order.with_context(lang=partner.lang)._off_get_invoice_heading()
            lines += [{"display_type": "line_section", "name": name}, *parts[order]]
        return {
            **vals,
            "invoice_line_ids": [
                Command.create({**line, "sequence": number})
                for number, line in enumerate(lines, 1)
            ],
        }

    def _off_get_invoice_heading(self):
        """“S00012, 5 December 2026, Town hall”"""
        slot = self.sudo().off_slot_id
        day = slot and format_date(
            self.env,
            self.sudo().off_cycle_id._to_local(slot.date_start).date(),
            date_format="d MMMM y",
        )
        return ", ".join(filter(None, (self.name, day, slot.point_id.name)))
