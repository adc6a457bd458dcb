from odoo import models
from odoo.exceptions import UserError

from ..engine import sheet as engine

WIDTHS = {0: 14, 1: 36, 2: 24, 3: 10, 4: 10, 5: 8}


class OffExchange(models.Model):
    """Orders in a spreadsheet: the list of what is sold goes out, comes back filled."""

    _inherit = "off.exchange"

    def _get_reference(self, offer):
        """By which a line of a spreadsheet tells its offer, and of which sale it is."""
        return f"{self.id}-{offer.id}"

    def _get_sheet_offers(self):
        """Offers as lines of a spreadsheet.

        :return: ``{off.offer: [reference, product, producer, unit, price, units in a
            case]}`` of those that whom the exchange is read for sees, in the order of
            the list
        """
        left, packs = self._get_left(), self._get_pack_progress()
        offers = self.offer_ids.filtered(lambda offer: offer.id in left)
        prices = self._get_shown_prices(offers)
        told = {
            offer: [
                self._get_reference(offer),
                offer.with_context(display_default_code=False).product_id.display_name,
                offer.producer_id.name or "",
                offer.product_id.uom_id.name,
                prices[offer].total,
                packs[offer.id][0] if offer.id in packs else None,
            ]
            for offer in offers
        }
        return dict(
            sorted(told.items(), key=lambda one: (one[1][2], one[1][1], one[0].id))
        )

    def _get_sheet_header(self):
        return [
            self.env._("Reference"),
            self.env._("Product"),
            self.env._("Producer"),
            self.env._("Unit"),
            self.env._("Price"),
            self.env._("Case of"),
        ]

    def _write_sheet(self, columns):
        """The list as a file to fill in.

        :param columns: ``[(header, {off.offer: number or “3+2”})]`` after those of the
            offers
        :return: bytes of an .xlsx file
        """
        self.ensure_one()
        header = self._get_sheet_header()
        lines = [
            [*values, *(numbers.get(offer) for _title, numbers in columns)]
            for offer, values in self._get_sheet_offers().items()
        ]
        first = len(header) - 2
        return engine.write(
            self.cycle_id.name,
            [*header, *(title for title, _numbers in columns)],
            lines,
            set(range(first, len(header) + len(columns))),
            WIDTHS,
        )

    def _read_sheet(self, data, find_columns):
        """Read a filled list.

        :param data: bytes
        :param find_columns: function of the header, a list of texts, that gives the
            positions of the columns of quantities
        :return: (``{column: {off.offer: engine.sheet.Amount}}``, ``[(line, text)]`` of
            what is wrong and what to do about it)
        :raise UserError: the file cannot be used at all
        """
        self.ensure_one()
        offers = {offer.id: offer for offer in self._get_sheet_offers()}
        try:
            sheet = engine.read(data)
            names = {self.env._("Reference"), "Reference"}
            reference = engine.find_column(sheet.header, names)
            columns = find_columns(sheet.header)
            if reference is None or not columns:
                raise engine.SheetError("columns")
            found, faults = engine.read_quantities(
                sheet, self.id, offers.keys(), reference, columns
            )
        except engine.SheetError as error:
            raise UserError(self._get_sheet_errors()[error.code]) from None
        return (
            {
                column: {offers[key]: value for key, value in quantities.items()}
                for column, quantities in found.items()
            },
            [(fault.line, self._say_fault(fault)) for fault in faults],
        )

    def _get_sheet_errors(self):
        return {
            "large": self.env._(
                "This file is too large. Download the list again, fill in its "
                "quantities and send that file: it is much smaller."
            ),
            "kind": self.env._(
                "This file is no spreadsheet that can be read here. Save it as .xlsx "
                "or as .csv and send it again."
            ),
            "empty": self.env._(
                "This file is empty. Download the list, fill in quantities and send it."
            ),
            "columns": self.env._(
                "The columns “Reference” and “Quantity” are not in this file. Download "
                "the list again and leave its first line as it is."
            ),
            "sale": self.env._(
                "This file is the list of another sale. Download the list of %s and "
                "fill that one in.",
                self.cycle_id.name,
            ),
        }

    def _say_fault(self, fault):
        texts = {
            "formula": self.env._("a formula: write the number itself"),
            "merged": self.env._("merged cells: separate them and write one number"),
            "number": self.env._(
                "“%s” is not a number: write 1, 2, 3…, or 3+2 for three and two more "
                "where that fills a case",
                fault.value,
            ),
            "negative": self.env._("“%s” is negative: write 0 or more", fault.value),
            "fraction": self.env._(
                "“%s” is not a whole number: write 1, 2, 3…", fault.value
            ),
            "much": self.env._("“%s” is too much", fault.value),
            "unknown": self.env._(
                "“%s” is no reference of this list: download it again, something else "
                "is sold now",
                fault.value,
            ),
            "twice": self.env._(
                "“%s” is there twice: keep one of the lines", fault.value
            ),
        }
        return texts[fault.code]
