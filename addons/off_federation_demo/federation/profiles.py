"""What members say of themselves: story, places, photos, certificates."""

import base64
import re
import unicodedata
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import plaintext2html
from odoo.tools.misc import file_open

from .people import read_rows


def describe_members(federation):
    """Introduce members who sell nothing here, then let everybody describe itself."""
    _introduce_members(federation)
    _place_producers(federation)
    _write_profiles(federation)
    _hang_photos(federation)
    _certify(federation)


def read_image(name):
    with file_open(f"off_federation_demo/static/img/{name}.png", "rb") as stream:
        return base64.b64encode(stream.read())


def _get_place(row, env):
    """Address, point and delivery days of a row, as values of res.partner."""
    days = env["off.weekday"].search(
        [("number", "in", [int(day) for day in row["days"].split()])]
    )
    return {
        **{name: row[name] for name in ("street", "zip", "city", "phone")},
        "country_id": env.ref("base.fr").id,
        "partner_latitude": float(row["latitude"]),
        "partner_longitude": float(row["longitude"]),
        "off_delivery_day_ids": [Command.set(days.ids)],
        "off_phone_visibility": row["phone_visibility"],
    }


def _make_address(name):
    """An address of mail at which nobody reads: “contact@les-quatre-graines.example”"""
    plain = unicodedata.normalize("NFKD", name.lower()).replace("œ", "oe")
    plain = plain.encode("ascii", "ignore").decode()
    return f"contact@{'-'.join(re.findall('[a-z0-9]+', plain))}.example"


def _introduce_members(federation):
    """Buyers and a carrier, brought in by the association."""
    env = federation.association.env
    env["res.partner"].create(
        [
            {
                "name": row["name"],
                "is_company": True,
                "off_role_ids": [
                    Command.link(env.ref(f"off_hub_network.role_{row['role']}").id)
                ],
                **_get_place(row, env),
            }
            for row in read_rows("members")
        ]
    )


def _place_producers(federation):
    for row in read_rows("producers"):
        producer = federation.find(row["name"])
        producer.write(
            {
                **_get_place(row, producer.env),
                "off_visibility": row["visibility"],
                "email": producer.email or _make_address(row["name"]),
            }
        )


def _write_profiles(federation):
    for row in read_rows("profiles"):
        federation.find(row["name"]).write(
            {
                "off_practices": row["practices"],
                "off_opening_hours": row["opening_hours"],
                "off_story": plaintext2html(row["story"]),
            }
        )


def _hang_photos(federation):
    for rank, row in enumerate(read_rows("photos")):
        member = federation.find(row["name"])
        member.env["off.member.photo"].create(
            {
                "partner_id": member.id,
                "name": row["caption"],
                "sequence": rank,
                "image_1920": read_image(row["file"]),
            }
        )


def _certify(federation):
    """Certificates that hold, one that soon ends and one that ended."""
    env = federation.association.env
    today = fields.Date.context_today(env.user)
    env["off.certificate"].create(
        [
            {
                "partner_id": federation.find(row["name"]).id,
                "label_id": env.ref(f"off_hub_network.label_{row['label']}").id,
                "certifier": row["certifier"],
                "number": row["number"],
                "date_start": today + timedelta(days=int(row["start"])),
                "date_end": today + timedelta(days=int(row["end"])),
            }
            for row in read_rows("certificates")
        ]
    )
