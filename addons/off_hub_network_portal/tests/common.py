import re

from odoo.fields import Command
from odoo.tests import HttpCase

from odoo.addons.off_hub_network.tests.common import NetworkCommon


class PortalCommon(NetworkCommon):
    """A grower and a neighbour with a login each, and a family that is no member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls._create_producer("Neighbour")
        cls.foreign = cls._create_product(
            "Leeks", price=4.0, off_producer_id=cls.neighbour.id
        )
        cls.grower_user = cls._create_login("grower", cls.producer)
        cls.neighbour_user = cls._create_login("neighbour", cls.neighbour)
        cls.family_user = cls._create_login("family")

    @classmethod
    def _create_login(cls, login, member=None):
        return cls.env["res.users"].create(
            {
                "name": login.capitalize(),
                "login": f"{login}@example.org",
                "email": f"{login}@example.org",
                "password": login * 3,
                "lang": "en_US",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
                "partner_id": cls.env["res.partner"]
                .create(
                    {
                        "name": login.capitalize(),
                        "email": f"{login}@example.org",
                        "parent_id": member.id if member else False,
                    }
                )
                .id,
            }
        )


class PortalPagesCase(PortalCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def _login(self, user):
        self.authenticate(user.login, user.login.partition("@")[0] * 3)

    def _post(self, path, data=None, page=None, **kwargs):
        """Send a form as its page does, with its token."""
        token = re.search(
            r'csrf_token" value="([^"]+)', self.url_open(page or path).text
        )
        return self.url_open(
            path,
            data={"csrf_token": token and token[1], **(data or {})},
            method="POST",
            **kwargs,
        )

    def _call(self, path, **params):
        return self.url_open(
            path, json={"jsonrpc": "2.0", "method": "call", "params": params}
        ).json()
