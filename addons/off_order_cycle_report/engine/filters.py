"""What a report is limited to, as it comes from a browser or a program."""

from dataclasses import asdict, dataclass
from datetime import date

KINDS = ("pickup", "order", "document")
MAX_ID = 2**31 - 1
MANY = 500  # ids of one filter


class FilterError(ValueError):
    """:ivar name: of the filter that makes no sense"""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Filters:
    """Ids are those of records; empty for all that the user may see.

    :ivar date_kind: whether the days are those of pickups, of orders or of documents;
        the usual ones of a report where it is empty
    """

    cycles: tuple = ()
    hubs: tuple = ()
    producers: tuple = ()
    customers: tuple = ()
    points: tuple = ()
    date_kind: str = ""
    date_from: date | None = None
    date_to: date | None = None

    def as_dict(self):
        """What ``read_filters`` understands, in a form that is always the same."""
        values = {name: value for name, value in asdict(self).items() if value}
        for name, value in values.items():
            if isinstance(value, tuple):
                values[name] = sorted(value)
            elif isinstance(value, date):
                values[name] = value.isoformat()
        return values


def read_filters(values):
    """
    :param values: dict, as JSON has it; what it does not name is not limited
    :raise FilterError: for a name or a value that is none
    """
    if not isinstance(values, dict):
        raise FilterError("filters")
    read = {}
    for name, value in values.items():
        if name not in Filters.__dataclass_fields__:
            raise FilterError(str(name)[:40])
        if value not in (None, False, "", []):
            read[name] = _read(name, value)
    filters = Filters(**read)
    if filters.date_from and filters.date_to and filters.date_from > filters.date_to:
        raise FilterError("date_to")
    return filters


def _read(name, value):
    if name == "date_kind":
        if value not in KINDS:
            raise FilterError(name)
        return value
    if name.startswith("date_"):
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise FilterError(name) from None
    if not isinstance(value, list) or len(value) > MANY:
        raise FilterError(name)
    for one in value:
        if type(one) is not int or not 0 < one <= MAX_ID:
            raise FilterError(name)
    return tuple(sorted(set(value)))
