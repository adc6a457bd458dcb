"""Packs and minimum quantities: rules 19 and 23 of docs/domain.md.

A demand is what the orders of a cycle want of one product, summed: a firm quantity and
a tolerance, accepted on top if that fills a pack or reaches a minimum. Tolerance alone
never orders anything.
"""

from decimal import Decimal

Quantity = int | Decimal


def fill_packs(firm: Quantity, tolerance: Quantity, pack: Quantity) -> int:
    """Number of packs to order (rule 19).

    As many as the firm quantity fills, and one more if something firm remains and the
    tolerance fills up the rest.

    :param firm: at least 0
    :param tolerance: at least 0
    :param pack: size of a pack, more than 0, in the same unit
    :raises ValueError: when the pack's size is not more than 0
    """
    if pack <= 0:
        raise ValueError(f"the size of a pack must be more than 0: {pack}")
    full, rest = divmod(firm, pack)
    return int(full) + int(rest > 0 and rest + tolerance >= pack)


def reach_minimum(firm: Quantity, tolerance: Quantity, minimum: Quantity) -> Quantity:
    """Quantity to order under a minimum (rule 23).

    The firm quantity when it reaches the minimum, the minimum when the tolerance makes
    up the difference, else 0.

    :param firm: at least 0
    :param tolerance: at least 0
    :param minimum: 0 for none
    """
    if firm >= minimum:
        return firm
    return minimum if firm > 0 and firm + tolerance >= minimum else 0


def packs_to_order(
    firm: Quantity, tolerance: Quantity, pack: Quantity, minimum: Quantity = 0
) -> int:
    """Number of packs to order of a product that also has a minimum quantity.

    When full packs stay under the minimum, the packs that reach it are ordered if firm
    quantity and tolerance together fill them, else none.

    :param minimum: in units, not in packs; 0 for none
    """
    packs = fill_packs(firm, tolerance, pack)
    if packs * pack >= minimum:
        return packs
    # Decimals divide towards zero, whole numbers downwards: round up by the remainder.
    full, rest = divmod(minimum, pack)
    needed = int(full) + int(rest > 0)
    return needed if firm > 0 and firm + tolerance >= needed * pack else 0


def count_missing(firm: Quantity, tolerance: Quantity, pack: Quantity) -> Quantity:
    """Units that are missing for the last pack that was begun to be ordered (rule 21).

    0 where nothing firm remains beyond full packs, or where the tolerance fills the
    rest.

    :param firm: at least 0
    :param tolerance: at least 0
    :param pack: size of a pack, more than 0
    """
    rest = firm % pack
    return max(pack - rest - tolerance, 0) if rest else rest


def count_needed(
    firm: Quantity, tolerance: Quantity, pack: Quantity, minimum: Quantity = 0
) -> Quantity:
    """Units that are still to be ordered until all that is ordered is handed over.

    As people read it: of a product of which nothing is ordered a whole pack is missing,
    or the packs that reach the minimum.

    :param pack: 0 where it is handed over by the unit
    :param minimum: in units, 0 for none
    """
    step = pack or 1
    target = max(firm, minimum, step if not firm else 0)
    if pack or not firm:
        full, rest = divmod(target, step)
        target = (int(full) + int(rest > 0)) * step
    return max(target - firm - (tolerance if firm else 0), 0)
