"""How goods are spread over crates, each with its label."""

from decimal import Decimal

# Nobody sticks more on one product of one drop: a size of a case that was typed wrong
# must not print a book.
MAX_LABELS = 60


def split_crates(quantity: Decimal, size: Decimal) -> list[Decimal]:
    """What each crate holds.

    :param quantity: of one product for one drop, in its unit
    :param size: units in a full crate, 0 where there is no such size
    :return: quantities that sum to ``quantity``, full crates first; one crate where
        there would be too many
    """
    if quantity <= 0:
        return []
    if size <= 0 or quantity <= size:
        return [quantity]
    full, rest = divmod(quantity, size)
    if full + bool(rest) > MAX_LABELS:
        return [quantity]
    return [size] * int(full) + ([rest] if rest else [])
