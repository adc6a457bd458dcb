"""A person with a browser: plain requests to one site, under one login."""

from urllib.parse import urljoin

import requests

from . import server


class Browser(requests.Session):
    """:param site: address to which paths are added"""

    def __init__(self, site, login=None, password=None):
        super().__init__()
        self.site = site
        if login:
            self.cookies = server.log_in(site, login, password).cookies

    def request(self, method, url, *args, **kwargs):
        kwargs.setdefault("timeout", 120)
        return super().request(method, urljoin(self.site, url), *args, **kwargs)
