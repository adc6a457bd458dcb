"""What stands in a cell: amounts, days, yes and no, numbers of enterprises, IBANs."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from odoo.addons.off_hub_network.ofn.contacts import is_email
from odoo.addons.off_hub_network.ofn.numbers import is_ambiguous, read_number

from .fault import Fault

MAX_AMOUNT = Decimal(10) ** 9
YES = {
    "1",
    "x",
    "yes",
    "y",
    "true",
    "oui",
    "o",
    "vrai",
    "si",
    "s",
    "verdadero",
    "member",
}
YES |= {"membre", "adherent", "miembro", "socio"}
NO = {"0", "no", "n", "false", "non", "faux", "falso", "customer", "client", "cliente"}
MONTHS = (
    ("janvier", "january", "enero"),
    ("fevrier", "february", "febrero"),
    ("mars", "march", "marzo"),
    ("avril", "april", "abril"),
    ("mai", "may", "mayo"),
    ("juin", "june", "junio"),
    ("juillet", "july", "julio"),
    ("aout", "august", "agosto"),
    ("septembre", "september", "septiembre"),
    ("octobre", "october", "octubre"),
    ("novembre", "november", "noviembre"),
    ("decembre", "december", "diciembre"),
)
_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-]?(\d{2})[/.\-]?(\d{2})")
_DIGITS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? (?:de )?([a-z]+) (?:de )?(\d{4})")


def fold(text):
    """Key under which two spellings are the same: "N° d'adhérent" is "n d adherent"."""
    text = unicodedata.normalize("NFKD", str(text)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text).split())


def read_text(cell):
    """A cell as text; a number without the decimals that no one typed."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell


def read_amount(cell, places=2):
    """An amount of money, below zero in brackets or with a minus before or after it.

    :return: Decimal
    :raise Fault: it is none, could be two, or has more decimals than money
    """
    if isinstance(cell, Decimal):
        number = cell
    else:
        text = re.sub(r"(?i)€|\beur(os?)?\b", "", read_text(cell)).strip()
        text = text.replace("\u2212", "-").lstrip("+").strip()
        if text.startswith("(") and text.endswith(")"):
            text = f"-{text[1:-1].strip()}"
        elif text.endswith("-"):
            text = f"-{text[:-1].strip()}"
        text = re.sub(r"^-\s+", "-", text)
        if is_ambiguous(text):
            raise Fault("ambiguous_amount", value=cell)
        number = read_number(text)
    if number is None or not number.is_finite():
        raise Fault("no_amount", value=cell)
    if abs(number) >= MAX_AMOUNT:
        raise Fault("large_amount", value=cell)
    rounded = number.quantize(Decimal(1).scaleb(-places))
    if rounded != number:
        # A sum that a spreadsheet reckoned is a hair beside its cents.
        if isinstance(cell, Decimal) and abs(rounded - number) < Decimal("1e-9"):
            return rounded
        raise Fault("decimals", value=cell, places=places)
    return rounded


def read_day(cell):
    """A day: 31/12/2025, 31.12.25, 2025-12-31, 20251231, 31 décembre 2025.

    :raise Fault: it is none
    """
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    if match := _YEAR_FIRST.fullmatch(text.partition(" ")[0].partition("T")[0]):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.match(text):
        day, month, year = map(int, match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    elif match := _IN_WORDS.fullmatch(fold(text)):
        day, year = int(match[1]), int(match[3])
        month = _MONTH.get(match[2], 0)
    else:
        raise Fault("no_day", value=cell)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Fault("no_day", value=cell) from None
    if not 1900 <= found.year <= 2100:
        raise Fault("no_day", value=cell)
    return found


def read_yes(cell):
    text = fold(read_text(cell))
    if text in YES:
        return True
    if text in NO:
        return False
    raise Fault("no_yes", value=cell)


def read_email(cell):
    text = read_text(cell).lower().removeprefix("mailto:")
    if not is_email(text):
        raise Fault("no_email", value=cell)
    return text


def read_siret(cell):
    """Fourteen digits whose check digit holds.

    :raise Fault: it is none; a spreadsheet that keeps fifteen digits loses none
    """
    text = re.sub(r"[^0-9A-Za-z]", "", read_text(cell))
    try:
        return siret.validate(text)
    except ValidationError:
        raise Fault("no_siret", value=cell) from None


def read_iban(cell):
    """An account number by ISO 13616: the check digits hold, modulo 97.

    :return: without spaces, in capitals
    """
    text = re.sub(r"[\s.\-]", "", read_text(cell)).upper().removeprefix("IBAN")
    number = "".join(
        str(int(char, 36)) for char in text[4:] + text[:4] if char in _DIGITS
    )
    wrong_length = text[:2] == "FR" and len(text) != 27
    if not _IBAN.fullmatch(text) or wrong_length or int(number) % 97 != 1:
        raise Fault("no_iban", value=cell)
    return text
