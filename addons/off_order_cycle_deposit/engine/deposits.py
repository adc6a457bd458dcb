"""Arithmetic of returnable containers: rule 25 of docs/domain.md."""

import math
from collections.abc import Hashable, Iterable


def count_containers(quantity: float, each: int) -> int:
    """How many containers come with goods.

    :param quantity: of the goods, in their unit; what is begun is in a container too
    :param each: containers of one unit
    """
    return math.ceil(round(quantity, 6)) * each


def take_oldest(
    lots: Iterable[tuple[Hashable, int]], quantity: int
) -> list[tuple[Hashable, int]]:
    """Of which lots containers come back: the oldest first.

    :param lots: (key, containers out), in the order in which they went out
    :param quantity: how many come back
    :return: (key, how many) of those of which some come back
    :raise ValueError: fewer are out
    """
    taken, rest = [], quantity
    for key, out in lots:
        part = min(max(out, 0), rest)
        if part:
            taken.append((key, part))
            rest -= part
    if rest:
        raise ValueError(f"{rest} more than are out")
    return taken
