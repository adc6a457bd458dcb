"""From catalogue items of the Data Food Consortium to rows of a catalogue."""

from decimal import Decimal

from odoo.addons.off_hub_network.ofn import CatalogueRow, Phrase, RowError, Unit
from odoo.addons.off_hub_network.ofn.cells import (
    Cells,
    read_on_hand,
    read_price,
    read_text,
)
from odoo.addons.off_hub_network.wizards.catalog_known import fold

from ..dfc.measures import PACKS, PIECE, UNITS
from .dfc_words import say_problem

NAME_SEPARATOR = " - "


class DfcRows:
    """The rows of a catalogue, checked as those of a file are.

    :param producer: name of the producer of items that do not name theirs

    After ``build``: ``rows`` in the document's order, ``errors``, and ``items``,
    the item of each row by the row's number.
    """

    def __init__(self, env, catalogue, producer=""):
        self.env = env
        self.catalogue = catalogue
        self.producer = producer
        self.rows = []
        self.errors = []
        self.items = {}

    def build(self):
        self._load()
        for problem in self.catalogue.problems:
            self._fault(problem, problem.code, problem.value, problem.item)
        seen = {}
        for item in self.catalogue.items:
            row = self._build_row(item)
            if row and self._check_once(item, row, seen):
                self.rows.append(row)
                self.items[row.row] = item
        return self

    def _load(self):
        # Of products, which all operators share: Odoo gives them that of the first.
        company = self.env["res.company"].sudo()._get_main_company()
        self.currency = company.currency_id.name
        self.types = {
            category.off_dfc_type: category.name
            for category in self.env["product.category"].search(
                [("off_dfc_type", "!=", False)], order="id desc"
            )
        }
        self.rates = {
            Decimal(f"{category.rate:.10g}"): category.name
            for category in self.env["off.tax.category"].search([], order="id desc")
        }
        self.kinds = {
            fold(uom.name): uom.name
            for uom in self.env["uom.uom"].search(
                [("relative_uom_id", "=", self.env.ref("uom.product_uom_unit").id)]
            )
        }

    def _build_row(self, item):
        unit = self._build_unit(item)
        if not unit:
            return self._fault(item, "unknown_unit", item.measure)
        if item.currency not in ("", self.currency):
            return self._fault(item, "other_currency", item.currency)
        if not (item.producer or self.producer):
            return self._fault(item, "no_producer")
        cells = Cells(item.position, self._prepare_cells(item))
        texts = {
            column: read_text(cells, column)
            for column in ("producer", "sku", "name", "display_name", "description")
        }
        row = CatalogueRow(
            row=item.position,
            category=self._get_category(item),
            unit=unit,
            price=read_price(cells),
            on_hand=read_on_hand(cells),
            on_demand=item.stock is None,
            available_on=None,
            shipping_category="",
            tax_category=self._get_tax_category(item),
            **texts,
        )
        self.errors += [self._name_item(error, item.id) for error in cells.errors]
        return None if cells.errors else row

    def _prepare_cells(self, item):
        name, label = split_name(item)
        return {
            "producer": item.producer or self.producer,
            "sku": item.sku,
            "name": name,
            "display_name": label,
            "description": item.description,
            "price": _write(item.price),
            "on_hand": _write(item.stock),
        }

    def _build_unit(self, item):
        """The content of one unit as sold; None for a unit that has no place here."""
        if item.quantity is None or item.quantity <= 0:
            return Unit(Decimal(1), "items")
        if item.measure in UNITS:
            return Unit(item.quantity, UNITS[item.measure])
        if item.measure in ("", PIECE):
            return Unit(item.quantity, "items", item.measure_label)
        if item.measure in PACKS:
            return Unit(item.quantity, "items", self._find_kind(item))
        return None

    def _find_kind(self, item):
        """How a thing that is counted is called here, else as the document does."""
        if item.measure_label:
            return item.measure_label
        names = PACKS[item.measure]
        known = [self.kinds[fold(name)] for name in names if fold(name) in self.kinds]
        return known[0] if known else names[0]

    def _get_category(self, item):
        """The category for a product type, else the type's own name."""
        if not item.type:
            return ""
        return self.types.get(item.type) or item.type.replace("-", " ").capitalize()

    def _get_tax_category(self, item):
        if item.vat_rate is None:
            return ""
        return self.rates.get(item.vat_rate) or f"VAT {_write(item.vat_rate)}%"

    def _check_once(self, item, row, seen):
        key = (fold(row.producer), row.sku) if row.sku else None
        key = key or (fold(row.producer), fold(row.name), fold(row.display_name))
        if seen.setdefault(key, item) is item:
            return True
        self._fault(item, "twice", row.sku or item.name)
        return False

    def _fault(self, where, code, value="", item_id=None):
        """Note a fault of the item or problem ``where``."""
        problem = say_problem(self.env, code, value)
        error = RowError(where.position or None, "", value, "", Phrase(problem, {}))
        self.errors.append(
            self._name_item(error, where.id if item_id is None else item_id)
        )

    @staticmethod
    def _name_item(error, item_id):
        """Let the message name the item: nobody counts nodes in a document."""
        if not item_id:
            return error
        message = Phrase(
            "%(item)s: %(fault)s", {"item": item_id, "fault": error.message}
        )
        return RowError(error.row, error.column, error.value, error.expected, message)


def split_name(item):
    """Name of the product and of its format: ``Carrots - 5 kg``."""
    if not item.group or item.name == item.group:
        return item.name, ""
    return item.group, item.name.removeprefix(item.group + NAME_SEPARATOR)


def _write(number):
    """A number as the cells of a file have it; empty when it is missing."""
    if number is None:
        return ""
    text = f"{number.normalize():f}"
    # With three decimals a cell could mean a thousand; with four it cannot.
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
