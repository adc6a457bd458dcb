"""What a visitor asks of the directory, read from an address and written into one."""

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

MAX_TEXT = 100
DISTANCES = (10, 25, 50, 100, 200)
DEFAULT_DISTANCE = 50
ANY_DISTANCE = 0


def _read_text(args, name):
    value = args.get(name)
    if not isinstance(value, str):
        return ""
    # The database takes no NUL, and other control characters name nothing.
    text = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(text.split())[:MAX_TEXT]


def _read_number(args, name, numbers, default=None):
    text = _read_text(args, name)
    known = {str(number): number for number in numbers}
    return known.get(text, default)


def _read_degrees(args, name, limit):
    try:
        value = float(_read_text(args, name))
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


@dataclass(frozen=True)
class Filters:
    """One immutable question to the directory. Whatever cannot be read is not asked:
    an address that somebody kept or cut never ends in an error.

    :ivar role: code of a role; ``label``: code of a label
    :ivar product: words of a product's name
    :ivar month: 1 to 12; ``day``: 0 for Monday to 6; ``storage``: code
    :ivar near: place as the visitor wrote it
    :ivar point: (latitude, longitude) of that place, once known
    :ivar km: within how many kilometres of it; ``ANY_DISTANCE`` only sorts
    """

    role: str = ""
    label: str = ""
    product: str = ""
    month: int | None = None
    day: int | None = None
    storage: str = ""
    near: str = ""
    point: tuple | None = None
    km: int = DEFAULT_DISTANCE

    @classmethod
    def from_args(cls, args):
        near = _read_text(args, "near")
        latitude = _read_degrees(args, "lat", 90)
        longitude = _read_degrees(args, "lng", 180)
        # A point goes with the words it was found for: other words, other place.
        known = None not in (latitude, longitude) and _read_text(args, "at") == near
        return cls(
            role=_read_text(args, "role"),
            label=_read_text(args, "label"),
            product=_read_text(args, "product"),
            month=_read_number(args, "month", range(1, 13)),
            day=_read_number(args, "day", range(7)),
            storage=_read_text(args, "storage"),
            near=near,
            point=(latitude, longitude) if known and near else None,
            km=_read_number(args, "km", (ANY_DISTANCE, *DISTANCES), DEFAULT_DISTANCE),
        )

    def change(self, **changes):
        return replace(self, **changes)

    def as_args(self):
        """Arguments of an address that asks the same."""
        args = {
            name: value
            for name, value in asdict(self).items()
            if name not in ("point", "km") and value not in ("", None)
        }
        if self.near:
            args["km"] = self.km
        if self.point:
            args |= {"at": self.near, "lat": self.point[0], "lng": self.point[1]}
        return args

    def get_url(self, path, **further):
        """Address below ``path`` that asks the same."""
        args = {**self.as_args(), **further}
        return f"{path}?{urlencode(args)}" if args else path

    def get_words(self):
        """Words of a product, without the ending of a plural: “choux” finds “chou”."""
        return [
            word.rstrip("sxSX") if len(word) > 3 else word
            for word in self.product.split()
        ]

    def is_narrow(self):
        """Whether anything but the order of the members was asked."""
        return bool(self.as_args())
