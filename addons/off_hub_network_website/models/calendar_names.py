"""Names of months and weekdays in the reader's language, without a query."""

from odoo.tools.misc import babel_locale_parse


def get_months(env):
    """``{1: "January", … 12: "December"}``"""
    return dict(_get_locale(env).months["stand-alone"]["wide"])


def get_weekdays(env):
    """``{0: "Monday", … 6: "Sunday"}``"""
    return dict(_get_locale(env).days["stand-alone"]["wide"])


def _get_locale(env):
    return babel_locale_parse(env.lang or "en_US")
