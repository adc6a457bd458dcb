"""What people and programs type into addresses and forms."""

import re

MAX_ID = 2**31 - 1
# Of ten digits at most: Python refuses to read thousands of them, PostgreSQL far fewer.
_NUMBER = re.compile(r"[0-9]{1,10}")


def read_id(text):
    """The id of a record, or the number of a page, in a text.

    :param text: anything: a missing argument is None
    :return: int, 0 where it is none: no record has this id
    """
    text = str(text or "")
    if not _NUMBER.fullmatch(text):
        return 0
    number = int(text)
    return number if number <= MAX_ID else 0


def drop_nul(params):
    """Arguments of a request without NUL, which PostgreSQL takes in no text.

    :param params: ``{name: value}``; whatever is no text stays as it is
    """
    return {
        name: value.replace("\0", "") if isinstance(value, str) else value
        for name, value in params.items()
    }
