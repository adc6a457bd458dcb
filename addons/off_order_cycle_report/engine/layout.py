"""What a report looks like: its columns and the groups into which rows fall."""

from dataclasses import dataclass, field

# Kinds whose values are numbers.
NUMBERS = frozenset(("quantity", "weight", "money", "price", "integer"))
# What is counted in units, or in a currency: another unit is not added to it.
COUNTED = {"quantity": "unit", "money": "currency"}


@dataclass(frozen=True)
class Column:
    """
    :ivar name: what the query calls it
    :ivar label: text shown above it
    :ivar kind: ``text``, ``choice`` (a word to be translated), ``moment`` (in UTC),
        ``day``, ``quantity``, ``weight`` (kg), ``money``, ``price`` or ``integer``
    :ivar width: in letters
    :ivar total: whether groups and the end show its sum
    :ivar once: a value of the whole group of this key, told on its first row only
    """

    name: str
    label: object
    kind: str = "text"
    width: int = 14
    total: bool = False
    once: str = ""


@dataclass(frozen=True)
class Group:
    """
    :ivar key: what rows of a group have in common
    :ivar heads: names of the columns whose values make its head; they are not repeated
        in each row on screen and on paper
    """

    key: str
    heads: tuple


@dataclass(frozen=True)
class Layout:
    """How rows are read: values of ``columns``, then of ``hidden``.

    :ivar hidden: names of further values of a row: keys of groups, unit, currency
    :ivar left_out: names of columns that screen and paper do without
    """

    columns: tuple
    groups: tuple = ()
    hidden: tuple = ()
    left_out: frozenset = frozenset()
    places: dict = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        names = [*(column.name for column in self.columns), *self.hidden]
        object.__setattr__(
            self, "places", {name: place for place, name in enumerate(names)}
        )

    def get_key(self, row, level):
        """What tells a group from the others, those around it included."""
        return tuple(row[self.places[one.key]] for one in self.groups[: level + 1])

    def get_heads(self, level):
        return [self.places[name] for name in self.groups[level].heads]

    def get_shown(self):
        """:return: places of the columns that are not told by the heads of groups"""
        told = {name for group in self.groups for name in group.heads}
        told |= self.left_out
        return [
            place
            for place, column in enumerate(self.columns)
            if column.name not in told
        ]
