import base64
import binascii
import re

from odoo import api, models
from odoo.exceptions import UserError

from ..engine import sheet as engine

# In whatever language the file was downloaded.
FIXED = {"Reference", "Product", "Producer", "Unit", "Price", "Case of"}
# “Family Martin (S00012)”, or (C34) for a customer without an order here.
COLUMN = re.compile(r".*\((?:C([0-9]{1,9})|([^()]+))\)\s*", re.DOTALL)


class OffExchange(models.Model):
    """The grid in which staff types orders, as a spreadsheet: one column a customer."""

    _inherit = "off.exchange"

    @api.readonly
    def write_grid_sheet(self, rows):
        """The grid as a file to fill in, with what is typed.

        :param rows: as ``save_order_grid`` has them
        :return: ``{"name": of the file, "content": base64 of an .xlsx file}``
        """
        desk = self._get_desk()
        columns = [
            (desk._get_sheet_column(row), desk._get_sheet_cells(row))
            for row in desk._read_grid_rows(self.env, rows)
        ]
        content = desk._write_sheet(columns)
        return {
            "name": f"{desk.cycle_id.name}.xlsx",
            "content": base64.b64encode(content).decode(),
        }

    def _get_sheet_cells(self, row):
        tops = row.tops or {}
        return {
            offer: engine.write_amount(quantity, tops.get(offer, 0))
            for offer, quantity in row.cells.items()
        }

    def _get_sheet_column(self, row):
        key = row.order.name if row.order else f"C{row.partner.id}"
        return f"{row.partner.display_name} ({key})"

    @api.readonly
    def read_grid_sheet(self, content):
        """What a filled file says; nothing is saved.

        :param content: base64 of the file
        :return: ``{"columns": [{"order": id or False, "partner": id, "name", "cells":
            {offer id as text: quantity}, "tops": the same of what is accepted on
            top}], "faults": [text with line or column]}``
        :raise UserError: the file cannot be used at all
        """
        desk = self._get_desk()
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise UserError(
                self.env._("This file did not arrive. Try again.")
            ) from None
        customers, strange = {}, []

        def find(header):
            customers.update(desk._find_sheet_customers(self.env, header, strange))
            return list(customers)

        found, faults = desk._read_sheet(data, find)
        return {
            "columns": [
                {
                    **customers[at],
                    "cells": {
                        str(offer.id): amount.quantity
                        for offer, amount in found[at].items()
                    },
                    "tops": {
                        str(offer.id): amount.on_top
                        for offer, amount in found[at].items()
                        if amount.on_top
                    },
                }
                for at in customers
            ],
            "faults": strange
            + [
                self.env._("Line %(line)s: %(text)s", line=line, text=text)
                for line, text in faults
            ],
        }

    def _find_sheet_customers(self, user_env, header, strange):
        """Whose columns there are.

        :param strange: list to which texts are added of columns of nobody
        :return: ``{position: {"order", "partner", "name"}}``
        """
        # By their names: files that were downloaded before have fewer columns.
        fixed = set(self._get_sheet_header()) | FIXED
        titles = {
            at: (text, COLUMN.fullmatch(text))
            for at, text in enumerate(header)
            if text and text not in fixed
        }
        orders = {order.name: order for order in self._get_grid_orders()}
        ids = [int(found[1]) for _text, found in titles.values() if found and found[1]]
        partners = {
            partner.id: partner
            for partner in user_env["res.partner"].search([("id", "in", ids)])
        }
        customers = {}
        for at, (text, found) in titles.items():
            order = orders.get(found[2]) if found and found[2] else None
            partner = order.partner_id if order else None
            if found and found[1]:
                partner = partners.get(int(found[1]))
            if partner:
                customers[at] = {
                    "order": order.id if order else False,
                    "partner": partner.id,
                    "name": partner.display_name,
                }
            else:
                strange.append(
                    self.env._(
                        "Column “%s”: no customer of the grid. Leave the first line as "
                        "it was downloaded.",
                        text,
                    )
                )
        return customers
