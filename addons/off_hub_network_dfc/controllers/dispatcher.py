"""Errors that a program can read, whatever part of Odoo raises them."""

import json

from werkzeug.exceptions import HTTPException

from odoo.exceptions import UserError
from odoo.http import HttpDispatcher, Response, request

PROBLEMS = {
    401: (
        "There is no valid key in this request.",
        "Send the header “Authorization: Bearer KEY” with an API key of your user, "
        "neither removed nor expired. Keys are made in your preferences, under "
        "security.",
    ),
    403: (
        "This key does not open that.",
        "Use a key of your own, and no session of another user beside it.",
    ),
    404: (
        "There is nothing here that is shown to you.",
        "Start from /api/dfc/enterprises, which lists the members that are. A "
        "catalogue is shown to its member and to those whom the member lets order.",
    ),
    405: (
        "This interface is for reading.",
        "Use GET. A catalogue is brought in by Import a Catalogue, in Odoo.",
    ),
}
OTHER = (
    "The request failed on the server.",
    "Try again later. If it fails again, tell the operator of this server the time "
    "and the address.",
)


def make_error(status, headers=()):
    """A response that says what is wrong, where, and what to do."""
    what, remedy = PROBLEMS.get(status, OTHER)
    body = {
        "status": status,
        "what": what,
        "where": request.httprequest.path,
        "what_to_do": remedy,
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        headers=[*headers, ("Cache-Control", "no-store")],
        content_type="application/json; charset=utf-8",
    )


class DfcDispatcher(HttpDispatcher):
    """Plain HTTP, whose errors are JSON instead of pages."""

    routing_type = "off_dfc"

    def handle_error(self, exc):
        if isinstance(exc, HTTPException) and exc.response is not None:
            return exc
        if isinstance(exc, HTTPException):
            status = exc.code or 500
        elif isinstance(exc, UserError):
            status = exc.http_status
        else:
            status = 500
        headers = [("WWW-Authenticate", "Bearer")] if status == 401 else []
        return make_error(status, headers)
