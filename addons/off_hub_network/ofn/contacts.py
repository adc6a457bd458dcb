"""Contacts as people write them: what is an e-mail address, a phone number, a website.

Files, forms and pages ask here, so that what one takes no other refuses.
"""

import re

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{5,}")
_HOST = r"[^\s/?#@:()<>\"']+\.[^\s/?#@:()<>\"'.]{2,}(:[0-9]{1,5})?"
_WEBSITE = re.compile(rf"https?://{_HOST}([/?#]\S*)?", re.IGNORECASE)


def is_email(text: str) -> bool:
    """Whether this is one address, without a name beside it."""
    return bool(_EMAIL.fullmatch(text))


def is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


def read_website(text: str) -> str:
    """The address of a website, with https where it has no scheme.

    :return: "" where it is none: a script, a local file, a word
    """
    address = text if "://" in text else f"https://{text}"
    return address if _WEBSITE.fullmatch(address) else ""
