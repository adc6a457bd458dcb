"""Values as people read them, quickly: a report has hundreds of thousands of them."""

from dataclasses import dataclass
from datetime import UTC, tzinfo


@dataclass(frozen=True)
class Words:
    """How a language writes numbers and days.

    :ivar choices: ``{column name: {value: word}}``
    """

    point: str = "."
    separator: str = ","
    day: str = "%d/%m/%Y"
    hour: str = "%H:%M"
    zone: tzinfo = UTC
    choices: dict | None = None

    def tell(self, column, value):
        """:return: text of a value of this column, empty for None"""
        if value is None or value == "":
            return ""
        if column.kind in ("money", "price"):
            return self.number(value, 2)
        if column.kind == "quantity":
            return self.number(value, 4).rstrip("0").rstrip(self.point)
        if column.kind == "weight":
            return self.number(value, 3)
        if column.kind == "integer":
            return self.number(value, 0)
        if column.kind == "moment":
            return self.to_local(value).strftime(f"{self.day} {self.hour}")
        if column.kind == "day":
            return value.strftime(self.day)
        if column.kind == "choice":
            return (self.choices or {}).get(column.name, {}).get(value, value)
        return str(value)

    def number(self, value, digits):
        text = f"{value + 0.0:,.{digits}f}"
        if text.startswith("-") and not text.strip("-0.,"):
            text = text[1:]  # no minus before nothing
        whole, _point, rest = text.partition(".")
        whole = whole.replace(",", self.separator)
        return f"{whole}{self.point}{rest}" if rest else whole

    def to_local(self, moment):
        """A moment in UTC by the clock on the wall, without its zone."""
        local = moment.replace(tzinfo=UTC).astimezone(self.zone)
        return local.replace(tzinfo=None)
