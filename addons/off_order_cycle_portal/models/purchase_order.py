import io

import xlsxwriter

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_date


class PurchaseOrder(models.Model):
    """The producer is written to what is ordered of it, with a table by pickup."""

    _inherit = "purchase.order"

    off_told_on = fields.Datetime(
        "Producer written to on",
        readonly=True,
        copy=False,
        help="When the mail with what is ordered was made ready to be sent.",
    )

    def _off_tell_producers(self):
        """Make the mails ready, in the transaction that orders: both are there, or
        neither, however often it is tried.

        :return: purchase.order of producers without an address
        """
        told = self.filtered(lambda order: order.partner_id._off_get_order_contacts())
        supplies = told.off_exchange_id.sudo()._get_supplies()
        for order in told:
            order._off_mail_producer(
                "off_order_cycle_portal.mail_template_purchase",
                supplies[order.off_exchange_id],
            )
        told.off_told_on = fields.Datetime.now()
        self._off_send_mails_soon()
        return self - told

    def _off_send_mails_soon(self):
        """In minutes, not in the next hour."""
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _off_mail_producer(self, xmlid, supply=None):
        """A mail to each address of the producer, each with a link of its own, in the
        language of who reads it.

        :param xmlid: of the mail.template
        :param supply: what ``off.exchange._get_supplies`` tells, for a spreadsheet
        """
        self.ensure_one()
        template = self.env.ref(xmlid)
        sheets = {}
        for partner in self.partner_id._off_get_order_contacts():
            lang = partner.lang or self.partner_id.lang or self.env.lang
            if supply and lang not in sheets:
                sheets[lang] = self.with_context(lang=lang)._off_attach_sheet(supply)
            template.with_context(off_recipient=partner.id, off_lang=lang).send_mail(
                self.id,
                email_values={
                    "recipient_ids": [Command.set(partner.ids)],
                    "attachment_ids": sheets[lang].ids if supply else [],
                    # Its PDF is made when it is sent: see mail.mail.
                    "off_with_order": bool(supply),
                    "headers": repr({"Auto-Submitted": "auto-generated"}),
                },
            )

    def _off_attach_sheet(self, supply):
        return self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.xlsx".replace("/", "-"),
                "raw": self._off_write_sheet(supply),
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _off_write_sheet(self, supply):
        """A spreadsheet of one line for each product at each pickup, in the language of
        the context.

        :param supply: what ``off.exchange._get_supplies`` tells
        :return: bytes
        """
        self.ensure_one()
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False}
        )
        bold = book.add_format({"bold": True})
        self._off_write_totals(book.add_worksheet(self.env._("Total")), supply, bold)
        self._off_write_parts(book.add_worksheet(self.env._("Pickups")), supply, bold)
        book.close()
        return stream.getvalue()

    def _off_write_totals(self, sheet, supply, bold):
        """What is to be brought, as the order says: whole cases, at both prices of an
        offer that changed."""
        heads = (
            self.env._("Product"),
            self.env._("Quantity"),
            self.env._("Unit"),
            self.env._("Price"),
            self.env._("Amount"),
        )
        sheet.write_row(0, 0, heads, bold)
        sheet.set_column(0, 0, 40)
        for number, line in enumerate(self.order_line, start=1):
            product = line.product_id.with_context(
                lang=self.env.lang, display_default_code=False
            )
            sheet.write_string(number, 0, product.display_name or line.name)
            sheet.write_number(number, 1, line.product_qty)
            sheet.write_string(number, 2, line.product_uom_id.name)
            sheet.write_number(number, 3, line.price_unit)
            sheet.write_number(number, 4, line.price_total)

    def _off_write_parts(self, sheet, supply, bold):
        """Which of it goes where, as customers ordered it."""
        heads = (
            self.env._("Hub"),
            self.env._("Pickup"),
            self.env._("Day"),
            self.env._("Product"),
            self.env._("Quantity"),
            self.env._("Unit"),
        )
        sheet.write_row(0, 0, heads, bold)
        sheet.set_column(0, 3, 28)
        number = 0
        for part in supply["parts"]:
            slot = part["slot"].with_env(self.env).sudo()
            day = self.off_cycle_id._to_local(slot.date_start)
            for row in part["rows"]:
                number += 1
                for column, text in enumerate(
                    (
                        slot.exchange_id.hub_id.name,
                        slot.point_id.name,
                        format_date(self.env, day.date()),
                        row["name"],
                    )
                ):
                    sheet.write_string(number, column, text)
                sheet.write_number(number, 4, row["quantity"])
                sheet.write_string(number, 5, row["unit"])

    def _off_get_first_day(self):
        """When the first of it is handed over to customers, as text."""
        slots = self.sudo().off_cycle_id.slot_ids
        if not slots:
            return ""
        first = min(slots.mapped("date_start"))
        return self._off_format_day(self.off_cycle_id._to_local(first).date())

    def _off_get_planned_day(self):
        """When the goods are expected, as text."""
        if not self.date_planned:
            return ""
        local = self.sudo().off_cycle_id._to_local(self.date_planned)
        return self._off_format_day(local.date())

    def _off_format_day(self, day):
        """“Friday 4 December”"""
        return format_date(self.env, day, date_format="EEEE d MMMM")

    def _off_get_mail_lang(self):
        return self.env.context.get("off_lang") or self.partner_id.lang
