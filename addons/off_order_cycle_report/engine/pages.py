"""A report on paper: blocks, each a table under the heads of its groups."""

from dataclasses import dataclass, field

from .layout import NUMBERS

SLICE = 500  # rows of one table: longer ones are slow to be laid out


@dataclass
class Block:
    """
    :ivar heads: list of (level, text) that stand above it
    :ivar lines: list of (``row``, ``sum`` or ``total``, list of texts, label or "")
    :ivar new_page: whether it begins on a new page
    """

    heads: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    new_page: bool = False

    @property
    def has_rows(self):
        """Sums alone stand below the columns of the table before them."""
        return any(kind == "row" for kind, *_texts in self.lines)


def make_blocks(events, layout, words, sheet_of=None):
    """
    :param events: as ``walk`` gives them
    :param words: ``Words``
    :param sheet_of: level of the groups that begin on a new page
    :return: generator of ``Block``
    """
    shown = layout.get_shown()
    deepest = len(layout.groups) - 1
    block, first = Block(), True
    for event in events:
        if event.kind == "head":
            if block.lines:
                yield block
                block = Block()
            if sheet_of is not None and event.level <= sheet_of and not first:
                block.new_page = True
            block.heads.append((event.level, _tell_head(event, layout, words)))
            first = False
            continue
        if event.kind == "row":
            if len(block.lines) >= SLICE:
                yield block
                block = Block()
            block.lines.append(("row", _tell_row(event, layout, words, shown), ""))
            continue
        if event.level < deepest or event.kind == "total":
            # Of a group around: below the last table, on its own.
            if block.lines and block.lines[-1][0] != "total":
                yield block
                block = Block()
        label = _tell_head(event, layout, words) if event.kind == "sum" else ""
        block.lines.append((event.kind, _tell_sums(event, layout, words, shown), label))
    if block.lines:
        yield block


def _tell_head(event, layout, words):
    texts = (
        words.tell(layout.columns[place], event.row[place])
        for place in layout.get_heads(event.level)
    )
    return " · ".join(filter(None, texts)) or "–"


def _tell_row(event, layout, words, shown):
    return [words.tell(layout.columns[place], event.row[place]) for place in shown]


def _tell_sums(event, layout, words, shown):
    return [
        words.tell(layout.columns[place], event.sums.get(place))
        if layout.columns[place].kind in NUMBERS
        else ""
        for place in shown
    ]
