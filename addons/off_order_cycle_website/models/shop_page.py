import math
import re
import secrets

from markupsafe import Markup, escape

from odoo.tools.json import scriptsafe as json_scriptsafe

from odoo.addons.off_hub_network.tools.words import mark_number
from odoo.addons.off_order_cycle.engine.packs import count_needed

# Marks the start of a group and of a row, the place of a cell, the end of the rows.
# Nobody can write it into a text: it is another in each process, as the pages are.
MARK = f"\x02{secrets.token_hex(16)}\x02"
GROUP, CELL, END = f"{MARK}group{MARK}", f"{MARK}cell{MARK}", f"{MARK}end{MARK}"
BETWEEN_TAGS = re.compile(r">\s+<")
# Handed over in cases, or from a least quantity on: some is missing, or nothing.
PACK_STATES = ("case_open", "case_full", "least_open", "least_full")
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
    :param packs: ``{state: markup}`` of how far a case is filled, what is accepted on
        top, for each of ``PACK_STATES``; with ``__id__``, ``__missing__``,
        ``__size__``, ``__most__`` and ``__on_top__``
    :param mark: what stands before decimals
    """

    def __init__(
        self, markup, cells, rows, producers, filters, order_fees, packs, mark
    ):
        self.groups = [self._read_group(text) for text in markup.split(GROUP)[1:]]
        self.cells = {state: _shorten(cell) for state, cell in cells.items()}
        self.packs = {state: _shorten(pack) for state, pack in packs.items()}
        self.mark = mark
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

    def join(self, left, asked, packs):
        """The markup for somebody.

        :param left: ``{offer id: whole units, None without limit}``; what has no key
            is not sold now
        :param asked: ``{"qty_…": text, "tol_…": text}``, what is chosen, and accepted
            on top
        :param packs: ``{offer id: (units in a case, least quantity, ordered, accepted
            on top)}`` by others
        """
        parts = []
        for head, rows, end in self.groups:
            sold = [row for row in rows if row[0] in left]
            if not sold:
                continue
            parts.append(head)
            for offer, before, after in sold:
                parts += before, self.get_cell(offer, left[offer], asked)
                if offer in packs:
                    parts.append(self.get_pack(offer, packs[offer], asked))
                parts.append(after)
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

    def get_pack(self, offer, progress, asked):
        size, least, ordered, on_top = progress
        quantity = read_number(asked.get(f"qty_{offer}"))
        mine = read_number(asked.get(f"tol_{offer}"))
        missing = count_needed(
            ordered + quantity, on_top + (mine if quantity else 0), size, least
        )
        state = f"{'case' if size else 'least'}_{'open' if missing else 'full'}"
        # More than that is never needed to fill a case.
        most = math.ceil(size or least) - 1
        values = {
            "id": offer,
            "missing": mark_number(missing, self.mark),
            "size": mark_number(size or least, self.mark),
            "most": max(most, mine),
            "on_top": escape(asked.get(f"tol_{offer}") or ""),
        }
        pack = self.packs[state]
        for name, value in values.items():
            pack = pack.replace(f"__{name}__", str(value))
        return pack

    def get_data(self, left, currency, packs):
        """What the page's script needs, to stand in a script element."""
        return Markup(  # noqa: S704
            json_scriptsafe.dumps(
                {
                    "rows": [
                        [*row, left[row[0]]] for row in self.data if row[0] in left
                    ],
                    "packs": packs,
                    "symbol": currency.symbol,
                    "before": currency.position == "before",
                    "digits": currency.decimal_places,
                },
                separators=(",", ":"),
            )
        )


def read_number(text):
    """What somebody typed as a quantity, 0 where it is no whole number."""
    return int(text) if text and text.isdecimal() else 0


def _shorten(markup):
    """Without the spaces that only indent the templates."""
    return SPACES.sub(" ", BETWEEN_TAGS.sub("><", str(markup))).strip()
