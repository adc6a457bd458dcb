from dataclasses import dataclass
from datetime import date, timedelta

from .weights import USUAL_RADIUS

WEEKS_PER_YEAR = 52

# Of each face: what the one who asks has, and codes of the roles that are suggested.
FACES = {
    "producer": ("need", ("producer",)),
    "hub": ("both", ("hub",)),
    "buyer": ("capacity", ("professional_buyer", "collective_buyer")),
}


@dataclass(frozen=True)
class Question:
    """What a member looks for or can supply, in plain values.

    ``weekly_qty`` is in the reference unit ``unit_id`` (0: no quantity said),
    ``radius`` in km (0: no limit), latitude and longitude in degrees (None: unknown),
    ``date_end`` the last day or None.
    """

    kind: str
    member_id: int
    today: date
    product: str = ""
    category_id: int | None = None
    category_path: str = ""
    weekly_qty: float = 0.0
    unit_id: int | None = None
    label_ids: tuple[int, ...] = ()
    labels_required: bool = False
    radius: float = 0.0
    date_start: date | None = None
    date_end: date | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def first_day(self):
        return max(self.date_start or self.today, self.today)

    @property
    def last_day(self):
        return self.date_end or self.first_day + timedelta(days=364)

    @property
    def months(self):
        """Numbers of the months from the first to the last day, at most twelve."""
        first, last = self.first_day, self.last_day
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return sorted(
            {(first.month - 1 + shift) % 12 + 1 for shift in range(min(count, 12))}
        )

    @property
    def near(self):
        """Kilometres that count as near."""
        return self.radius or USUAL_RADIUS


def get_weekly_quantity(quantity, rhythm, date_start=None, date_end=None):
    """What a quantity makes in a week, so that rhythms compare.

    A year has 52 weeks and 12 months. What comes once is spread over its period, and
    counts as one week's without one.
    """
    if rhythm == "monthly":
        return quantity * 12 / WEEKS_PER_YEAR
    if rhythm == "yearly":
        return quantity / WEEKS_PER_YEAR
    if rhythm == "once" and date_start and date_end:
        return quantity / max(((date_end - date_start).days + 1) / 7, 1)
    return quantity
