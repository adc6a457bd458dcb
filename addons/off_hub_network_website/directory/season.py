"""Months of a season, as people say them."""


def get_runs(months):
    """Months that follow each other, also over the turn of the year.

    :param months: numbers 1 to 12
    :return: ``[(first, last)]``; nothing for none and for all twelve, which both mean
        all year
    """
    months = set(months)
    if len(months) in (0, 12):
        return []
    firsts = sorted(month for month in months if (month - 2) % 12 + 1 not in months)
    runs = []
    for first in firsts:
        last = first
        while last % 12 + 1 in months:
            last = last % 12 + 1
        runs.append((first, last))
    return runs
