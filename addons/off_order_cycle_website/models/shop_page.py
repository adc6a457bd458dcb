import re

from markupsafe import Markup, escape

from odoo.tools.json import scriptsafe as json_scriptsafe

# Marks the start of a group and of a row, the place of a cell, the end of the rows. No
# text that people write holds it: Odoo's fields refuse control characters in pages.
MARK = "\x02"
GROUP, CELL, END = f"{MARK}group{MARK}", f"{MARK}cell{MARK}", f"{MARK}end{MARK}"
BETWEEN_TAGS = re.compile(r">\s+<")
SPACES = re.compile(r"\s\s+")


def mark_row(offer):
    return f"{MARK}{offer.id}{MARK}"


class ShopPage:
    """The part of a shop that is the same for all: who sells what, at which price, in
    one language. Rendered once, then joined with what is left of each
    product and what somebody has chosen.

    :param markup: of all groups, with the marks of this file
    :param cells: ``{state: markup}`` of what is left and the input, for ``"some"``,
        ``"all"`` (no limit) and ``"none"``; with ``__id__``, ``__left__`` and
        ``__asked__``
    :param rows: what the page's script gets of each row, see ``ShopRows``
    :param producers: [(id, name)]
    :param filters: ``{filter: [(key, text)]}``
    :param order_fees: [(name, how it is computed, producer whose goods bear it or "")]
    """

    def __init__(self, markup, cells, rows, producers, filters, order_fees):
        self.groups = [self._read_group(text) for text in markup.split(GROUP)[1:]]
        self.cells = {state: _shorten(cell) for state, cell in cells.items()}
        self.data = rows
        self.producers = producers
        self.filters = filters
        self.order_fees = order_fees

    def _read_group(self, text):
        """:return: (what comes before the rows, [(offer id, before its cell, after)],
        what comes after them)"""
        rows, _mark, end = text.partition(END)
        head, *pieces = _shorten(rows).split(MARK)
        # Now: offer, before the cell, "cell", after it; and again.
        found = zip(pieces[::4], pieces[1::4], pieces[3::4], strict=True)
        return (
            head,
            [(int(offer), before, after) for offer, before, after in found],
            _shorten(end),
        )

    def join(self, left, asked):
        """The markup for somebody.

        :param left: ``{offer id: whole units, None without limit}``; what has no key
            is not sold now
        :param asked: ``{"qty_…": text}``, what is chosen
        """
        parts = []
        for head, rows, end in self.groups:
            sold = [row for row in rows if row[0] in left]
            if not sold:
                continue
            parts.append(head)
            for offer, before, after in sold:
                parts += before, self.get_cell(offer, left[offer], asked), after
            parts.append(end)
        # All pieces are rendered by templates, the rest are numbers.
        return Markup("".join(parts))  # noqa: S704

    def get_cell(self, offer, left, asked):
        if left is None:
            cell = self.cells["all"]
        elif left > 0:
            cell = self.cells["some"].replace("__left__", str(left))
        else:
            return self.cells["none"].replace("__id__", str(offer))
        value = escape(asked.get(f"qty_{offer}") or "")
        return cell.replace("__id__", str(offer)).replace("__asked__", value)

    def get_data(self, left, currency):
        """What the page's script needs, to stand in a script element."""
        return Markup(  # noqa: S704
            json_scriptsafe.dumps(
                {
                    "rows": [
                        [*row, left[row[0]]] for row in self.data if row[0] in left
                    ],
                    "symbol": currency.symbol,
                    "before": currency.position == "before",
                    "digits": currency.decimal_places,
                },
                separators=(",", ":"),
            )
        )


def _shorten(markup):
    """Without the spaces that only indent the templates."""
    return SPACES.sub(" ", BETWEEN_TAGS.sub("><", str(markup))).strip()
