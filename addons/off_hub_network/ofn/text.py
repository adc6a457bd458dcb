"""Text cells: what is normalised on reading, what is protected on writing.

Two cells that look the same must be the same, or products would be created twice:

- Unicode is composed (NFC): "é" typed on a Mac equals "é" typed elsewhere;
- any space, non-breaking or thin, and any run of spaces, tabs and line breaks becomes
  one plain space, and none is kept at the ends. A spreadsheet's "1 L" often holds a
  non-breaking space that nobody sees;
- zero-width spaces and byte order marks, which web pages leave behind, are dropped;
- in a description, which is prose and never compared, spaces and line breaks inside are
  kept as they are, line ends becoming LF;
- apostrophes and quotation marks are left as typed: "d'hiver" and "d’hiver" may both be
  meant, and typography is the author's.

Other control characters, and those that reorder text on screen, are refused.

A spreadsheet runs a cell that starts with = + - @ TAB or CR as a formula. Such text is
written behind an apostrophe, and reading takes it off again when one of these follows.
Text that itself starts with apostrophes and then such a character gets one more and
loses exactly one, so that it too survives.
"""

import re
import unicodedata

from .schema import MAX_LENGTH, MAX_LENGTHS

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")


def clean_line(text: str) -> str:
    """Normalise a cell of one line. Idempotent."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_ZERO_WIDTH).split()))


def clean_prose(text: str) -> str:
    """Normalise a cell whose inner spaces and line breaks count. Idempotent."""
    text = text.translate(_ZERO_WIDTH).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.strip())


def make_line(text: str | None, column: str = "") -> str:
    """Any text, made into one that a cell of ``column`` may hold."""
    return _make(text, column, clean_line)


def make_prose(text: str | None, column: str) -> str:
    """Any text of several lines, made into one that a cell of ``column`` may hold."""
    return _make(text, column, clean_prose)


def _make(text, column, clean):
    limit = MAX_LENGTHS.get(column, MAX_LENGTH)
    return clean(clean(_FORBIDDEN.sub(" ", text or ""))[:limit])


def show(text: str, length: int = 80) -> str:
    """A cell as a message can quote it: one line, shortened, nothing unprintable."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def forbidden_character(text: str) -> str | None:
    """The first character that no cell may hold, as "U+0007", or None."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def protect(text: str) -> str:
    """Text as it must be written so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unprotect(text: str) -> str:
    """Take off the apostrophe that ``protect`` put there."""
    return text[1:] if _PROTECTED.match(text) else text
