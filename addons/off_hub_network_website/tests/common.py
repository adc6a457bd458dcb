import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.fields import Command

from odoo.addons.off_hub_network.tests.common import NetworkCommon
from odoo.addons.off_hub_network_website.directory import Filters

NANTES = (47.218, -1.554)


class DirectoryCommon(NetworkCommon):
    """Members around Nantes; those of other tests and of the database stay away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.env["res.partner"].search([("off_is_member", "=", True)]).write(
            {"off_visibility": "hidden"}
        )
        cls.Directory = cls.env["off.directory"]
        cls.near = cls._create_member("Near farm", 47.25, -1.55, city="Nantes")
        cls.far = cls._create_member("Far farm", 48.11, -1.68, city="Rennes")
        cls.lost = cls._create_member("Lost farm", city="Brest")

    @classmethod
    def _create_member(cls, name, latitude=0.0, longitude=0.0, role="producer", **vals):
        role = cls.env.ref(f"off_hub_network.role_{role}")
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "off_role_ids": [Command.link(role.id)],
                "partner_latitude": latitude,
                "partner_longitude": longitude,
                **vals,
            }
        )

    @classmethod
    def _create_goods(cls, name, producer, months=(), **vals):
        return cls.env["product.template"].create(
            {
                "name": name,
                "type": "consu",
                "off_producer_id": producer.id,
                "off_season_ids": [
                    Command.link(cls.env.ref(f"off_hub_network.month_{month:02}").id)
                    for month in months
                ],
                **vals,
            }
        )

    @classmethod
    def _certify(cls, member, label="organic", days=30):
        today = fields.Date.today()
        return cls.env["off.certificate"].create(
            {
                "partner_id": member.id,
                "label_id": cls.env.ref(f"off_hub_network.label_{label}").id,
                "certifier": "FR-BIO-01",
                "date_start": today - timedelta(days=100),
                "date_end": today + timedelta(days=days),
            }
        )

    @classmethod
    def _make_image(cls, color="green"):
        stream = io.BytesIO()
        Image.new("RGB", (600, 400), color).save(stream, "PNG")
        return base64.b64encode(stream.getvalue())

    def _find(self, viewer=None, **asked):
        members, total, _distances = self.Directory._find_members(
            Filters(**asked), viewer, limit=100
        )
        self.assertEqual(total, len(members))
        return members
