from odoo.fields import Command
from odoo.tests import HttpCase

from odoo.addons.off_hub_network.tests.axe import CHECK, get_axe
from odoo.addons.off_order_cycle.tests.common import CycleCommon


class PortalCommon(CycleCommon, HttpCase):
    """Logins of the producer of the cycle, of a neighbour and of a family."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grower = cls._create_login("grower", cls.producer)
        cls.neighbour = cls._create_producer("Neighbour")
        cls.neighbour_user = cls._create_login("neighbour", cls.neighbour)
        cls.family_user = cls._create_login("family")

    @classmethod
    def _create_login(cls, login, member=None):
        contact = cls.env["res.partner"].create(
            {"name": login, "parent_id": member.id if member else False}
        )
        return cls.env["res.users"].create(
            {
                "login": login,
                "password": login * 3,
                "partner_id": contact.id,
                "lang": "en_US",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )

    def _login(self, user):
        self.authenticate(user.login, user.login * 3)

    def _check_accessibility(self, path):
        script = self.env["ir.attachment"].create(
            {
                "name": "axe.js",
                "raw": get_axe(),
                "mimetype": "application/javascript",
                "public": True,
            }
        )
        url = f"/web/content/{script.id}/axe.js"
        self.browser_js(path, CHECK % url, login="grower")
