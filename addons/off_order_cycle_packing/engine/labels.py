"""Crates, the parcels they are made of, and the labels on these."""

from collections.abc import Iterable, Sequence

# What leaves the cold at the last moment comes last.
STORAGES = ("ambient", "chilled", "frozen")


def plan_parcels(storages: Iterable[str], count: int = 0) -> list[tuple[str, ...]]:
    """What is kept at which temperature is a parcel of its own, until goods are handed
    over.

    :param storages: of the goods of an order
    :param count: how many parcels it takes, 0 for one of each temperature
    :return: for each parcel the temperatures in it: fewer parcels than temperatures
        hold the coldest together, more are of the first one
    """
    found = set(storages)
    kinds = [kind for kind in STORAGES if kind in found] or [STORAGES[0]]
    count = count or len(kinds)
    if count < len(kinds):
        return [*((kind,) for kind in kinds[: count - 1]), tuple(kinds[count - 1 :])]
    return [(kinds[0],)] * (count - len(kinds)) + [(kind,) for kind in kinds]


def shorten_name(name: str) -> str:
    """“Claire Martin” becomes “Claire M.”: enough to find one's crate, no more."""
    first, _space, rest = name.strip().partition(" ")
    initial = next((letter for letter in rest if letter.isalnum()), "")
    return f"{first} {initial.upper()}." if initial else first


def fill_pages(labels: Sequence, across: int, down: int) -> list[list[list]]:
    """Labels on sheets, row by row.

    :return: pages, each a list of rows; the last row of all is filled up with None
    """
    rows = [list(labels[i : i + across]) for i in range(0, len(labels), across)]
    for row in rows[-1:]:
        row += [None] * (across - len(row))
    return [rows[i : i + down] for i in range(0, len(rows), down)]
