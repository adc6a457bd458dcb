import gzip

from werkzeug.exceptions import NotFound

from odoo.http import request


class LightPages:
    """What the controllers of light pages share.

    Not a controller itself: Odoo would merge all that extend it into one.
    """

    def _get_member(self):
        """The member for which the user acts, with all rights."""
        member = request.env.user._off_get_member()
        if not member:
            raise NotFound()
        return member

    def _get_producer(self):
        member = self._get_member()
        if not member.off_is_producer:
            raise NotFound()
        return member

    def _render(self, template, values=None, status=200):
        """A page of the light layout, compressed here: it stays usable on a slow line
        wherever it is hosted."""
        values = {"error": None, "notice": None, "page": None, **(values or {})}
        values["off_member"] = request.env.user._off_get_member()
        response = request.render(template, values, status=status)
        response.flatten()
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        self._compress(response)
        return response

    def _render_private(self, template, values=None, status=200):
        """A page whose address is a secret: kept nowhere, told to nobody."""
        response = self._render(template, values, status=status)
        self._keep_private(response)
        return response

    def _keep_private(self, response):
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"

    def _compress(self, response):
        response.headers.add("Vary", "Accept-Encoding")
        if "gzip" in request.httprequest.headers.get("Accept-Encoding", ""):
            response.set_data(gzip.compress(response.get_data(), 6))
            response.headers["Content-Encoding"] = "gzip"

    def _go(self, path, **query):
        return request.redirect_query(path, {k: v for k, v in query.items() if v})
