"""From the sums of a year to the opening of the next, in the chart of the operator."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from .fault import Fault

# Shorter beginnings say what an account is too vaguely.
SHORTEST = 3
# Types of accounts by the longest beginning in the French chart (PCG); used where the
# operator's chart has no account that begins alike.
TYPES = {
    "1": "equity",
    "15": "liability_non_current",
    "16": "liability_non_current",
    "17": "liability_non_current",
    "2": "asset_fixed",
    "27": "asset_non_current",
    "3": "asset_current",
    "4": "asset_current",
    "40": "liability_current",
    "401": "liability_payable",
    "404": "liability_payable",
    "409": "asset_current",
    "411": "asset_receivable",
    "419": "liability_current",
    "42": "liability_current",
    "43": "liability_current",
    "44": "liability_current",
    "45": "liability_current",
    "46": "liability_current",
    "487": "liability_current",
    "5": "asset_current",
    "51": "asset_cash",
    "519": "liability_current",
    "53": "asset_cash",
    "6": "expense",
    "7": "income",
}


@dataclass(frozen=True)
class Opening:
    """
    :param balances: ``{(account number, auxiliary number): debit - credit}`` of the
        accounts of the balance sheet, without those that are zero
    :param result: debit - credit of classes 6 and 7: below zero is a profit
    """

    balances: dict
    result: Decimal


def make_opening(fec):
    """
    :raise Fault: accounts outside the balance sheet and the result do not cancel out
    """
    balances, result = defaultdict(Decimal), Decimal()
    beside = defaultdict(Decimal)
    for (account, person), (debit, credit) in fec.sums.items():
        balance = debit - credit
        if account[:1] in "67":
            result += balance
        elif account[:1] in "89":
            # Contributions in kind (86, 87) and analytic accounts are not brought over.
            beside[account[:1]] += balance
        else:
            balances[account, person] += balance
    for kind, balance in beside.items():
        if balance:
            raise Fault("fec_class", value=kind, difference=f"{balance:.2f}")
    left = {key: balance for key, balance in balances.items() if balance}
    if sum(left.values(), Decimal()) + result:
        raise Fault(
            "fec_total", difference=f"{sum(left.values(), Decimal()) + result:.2f}"
        )
    return Opening(left, result)


def map_accounts(numbers, chart, usual=None):
    """
    :param numbers: account numbers of the file
    :param chart: codes of the operator's accounts
    :param usual: ``{number without zeros at its end: code}``, where books as coarse as
        those go here: 401 and 411
    :return: ``{number: (how, code)}``; ``how`` is ``same``, ``zeros`` (but for zeros at
        the end), ``prefix`` (the longest account of which it is a part), ``usual`` (as
        in ``usual``, or the only account that begins so) or ``new``
    """
    chart = sorted(chart)
    usual = usual or {}
    trimmed = defaultdict(list)
    for code in chart:
        trimmed[code.rstrip("0")].append(code)
    known = set(chart)
    return {number: _map_account(number, known, trimmed, usual) for number in numbers}


def _map_account(number, known, trimmed, usual):
    if number in known:
        return "same", number
    if codes := trimmed.get(number.rstrip("0")):
        return "zeros", codes[0]
    for length in range(len(number), SHORTEST - 1, -1):
        if codes := trimmed.get(number[:length]):
            return "prefix", codes[0]
    short = number.rstrip("0")
    if usual.get(short) in known:
        return "usual", usual[short]
    finer = [code for code in known if code.startswith(short)]
    if len(short) >= SHORTEST and len(finer) == 1:
        return "usual", finer[0]
    return "new", number


def guess_type(number, types):
    """Type of an account that is to be made.

    :param types: ``{code: type}`` of the operator's chart
    """
    for length in range(len(number) - 1, SHORTEST - 1, -1):
        same = [
            kind for code, kind in types.items() if code[:length] == number[:length]
        ]
        if same:
            return max(sorted(set(same)), key=same.count)
    for length in range(len(number), 0, -1):
        if kind := TYPES.get(number[:length]):
            return kind
    return "asset_current"
