"""Papers and meetings of operator B: certificates, notes, groups, requests."""

import base64
from datetime import timedelta

from odoo import fields

from .secrets_of_others import PIXEL, SECRET_B


class Papers:
    @classmethod
    def _make_papers(cls):
        """Certificates, photos, notes and files on members and hubs."""
        today = fields.Date.today()
        label = cls.env.ref("off_hub_network.label_organic")
        proof = base64.b64encode(b"%PDF- " + SECRET_B.encode())
        cls.certificates_b = cls.env["off.certificate"].create(
            [
                {
                    "partner_id": member.id,
                    "label_id": label.id,
                    "certifier": "FR-BIO-01",
                    "date_start": today - timedelta(days=9),
                    "date_end": today + timedelta(days=9),
                    "proof": proof,
                    "proof_name": f"{SECRET_B}.pdf",
                }
                for member in (cls.neighbour, cls.recluse)
            ]
        )
        cls.photo_b = cls.env["off.member.photo"].create(
            {"partner_id": cls.recluse.id, "name": SECRET_B, "image_1920": PIXEL}
        )
        as_b = cls.env(user=cls.coordinator_b)
        noted = (cls.neighbour, cls.hub_b, cls.leeks.product_tmpl_id)
        cls.notes_b = cls.env["mail.message"]
        cls.files_b = cls.env["ir.attachment"]
        for record in noted:
            cls.notes_b |= (
                record.with_env(as_b).sudo().message_post(body=f"Note: {SECRET_B}")
            )
            cls.files_b |= (
                as_b["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{SECRET_B}.txt",
                        "raw": SECRET_B.encode(),
                        "res_model": record._name,
                        "res_id": record.id,
                    }
                )
            )
        cls.activity_b = (
            cls.neighbour.with_env(as_b)
            .sudo()
            .activity_schedule(
                "mail.mail_activity_data_todo",
                summary=SECRET_B,
                user_id=cls.coordinator_b.id,
            )
        )

    @classmethod
    def _make_meetings(cls):
        """A closed group with its forum, needs, requests to join and to sign in."""
        env = cls.env
        cls.group_b = env["off.network.group"].create(
            {"name": f"Group {SECRET_B}", "visibility": "members"}
        )
        cls.group_a = env["off.network.group"].create({"name": "Group of A"})
        env["off.network.membership"].create(
            {
                "group_id": cls.group_a.id,
                "member_id": cls.hub_a.partner_id.id,
                "state": "admin",
            }
        )
        cls.open_group = env["off.network.group"].create({"name": "Open group"})
        cls.memberships_b = env["off.network.membership"].create(
            [
                {
                    "group_id": group.id,
                    "member_id": member.id,
                    "state": "admin" if member == cls.hub_b.partner_id else "member",
                }
                for group, member in (
                    (cls.group_b, cls.hub_b.partner_id),
                    (cls.group_b, cls.neighbour),
                    (cls.open_group, cls.hub_b.partner_id),
                    (cls.open_group, cls.recluse),
                )
            ]
        )
        cls.group_b.with_user(cls.coordinator_b).action_open_forum()
        cls.forum_b = cls.group_b.sudo().forum_ids
        cls.post_b = env["forum.post"].create(
            {
                "forum_id": cls.forum_b.id,
                "name": f"Question of {SECRET_B}",
                "content": SECRET_B,
            }
        )
        cls.notice_b = env["off.network.notice"].create(
            {
                "member_id": cls.neighbour.id,
                "kind": "capacity",
                "product": SECRET_B,
                "visibility": "private",
                "note": SECRET_B,
            }
        )
        cls.notice_of_recluse = cls.notice_b.copy(
            {"member_id": cls.recluse.id, "visibility": "members"}
        )
        cls.request_b = env["off.join.request"].create(
            {
                "name": f"Farm {SECRET_B}",
                "contact_name": SECRET_B,
                "email": f"farm@{SECRET_B}.example",
                "role_ids": env.ref("off_hub_network.role_producer").ids,
                "hub_id": cls.hub_b.id,
                "state": "waiting",
            }
        )
        cls.sign_in_b = env["off.sign.in.request"].create(
            {
                "address": f"person@{SECRET_B}.example",
                "source": "192.0.2.1",
                "base_url": "http://localhost",
            }
        )
        cls.match_b = env["off.join.match"].create(
            {"request_id": cls.request_b.id, "partner_id": cls.recluse.id}
        )
        cls.sent_b = env["off.matching.sent"].create(
            {"notice_id": cls.notice_b.id, "partner_id": cls.recluse.id}
        )
