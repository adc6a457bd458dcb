"""Weeks at random, as plain values: see test_exactness."""

from dataclasses import dataclass, field

from hypothesis import strategies as st


@dataclass
class Week:
    """What happens in a cycle, as plain values.

    :ivar goods: for each product (pack size, minimum, tracked by lot, weighed, units
        in the stock of operator A from which hub A sells, or None)
    :ivar orders: list of (at hub B, ``{product: (quantity, tolerance)}``)
    :ivar cancelled: numbers of orders that are cancelled before closing
    :ivar changed: ``{order: factor}`` by which an order's first line changes
    :ivar arrived: for each product how much of what was bought comes, in eighths
    :ivar counted: eighths of the stock that a count finds after closing
    :ivar rule: of sharing out
    :ivar closings: how often it is closed
    """

    goods: list = field(default_factory=list)
    orders: list = field(default_factory=list)
    cancelled: set = field(default_factory=set)
    changed: dict = field(default_factory=dict)
    arrived: list = field(default_factory=list)
    counted: int = 8
    rule: str = "first"
    closings: int = 1


@st.composite
def weeks(draw):
    number = draw(st.integers(2, 3))
    goods = [
        (
            draw(st.sampled_from([0, 0, 4, 6])),
            draw(st.sampled_from([0, 0, 5])),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.one_of(st.none(), st.integers(0, 30))),
        )
        for _n in range(number)
    ]
    lines = st.dictionaries(
        st.integers(0, number - 1),
        st.tuples(st.integers(1, 9), st.integers(0, 4)),
        min_size=1,
    )
    orders = draw(st.lists(st.tuples(st.booleans(), lines), min_size=3, max_size=6))
    numbers = st.integers(0, len(orders) - 1)
    return Week(
        goods=goods,
        orders=orders,
        cancelled=draw(st.sets(numbers, max_size=2)),
        changed=draw(st.dictionaries(numbers, st.integers(1, 12), max_size=2)),
        arrived=draw(st.lists(st.integers(0, 10), min_size=number, max_size=number)),
        counted=draw(st.sampled_from([8, 8, 4, 0, 12])),
        rule=draw(st.sampled_from(["first", "proportion"])),
        closings=draw(st.integers(1, 2)),
    )


# Of everything some: packs and a least quantity, lots, weights, goods that hub A sells
# from stock and hub B has ordered, orders that change and end, a count that finds less,
# a shortage, two closings.
RICH = Week(
    goods=[(4, 0, True, False, 9), (0, 5, False, True, None), (6, 0, True, True, None)],
    orders=[
        (False, {0: (7, 0), 1: (2, 1), 2: (5, 2)}),
        (True, {0: (5, 3), 1: (4, 0), 2: (4, 3)}),
        (False, {0: (3, 0), 2: (6, 0)}),
        (True, {0: (2, 2), 1: (3, 0)}),
        (False, {1: (8, 0)}),
    ],
    cancelled={4},
    changed={1: 8, 2: 1},
    arrived=[7, 8, 5],
    counted=4,
    rule="proportion",
    closings=2,
)
