"""Two operators with everything that is nobody else's business.

Names, addresses and figures of operator B and of those around it hold ``SECRET_B``,
those of operator A ``SECRET_A``: whatever somebody else gets is searched for them.
"""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.off_hub_network.tests.common import NetworkCommon

SECRET_A = "zzalpha"
SECRET_B = "zzbravo"
# Figures: a price of a producer, of a hub, of a cycle, of an order, a stock; a number.
FIGURES_B = ("7777.31", "8888.42", "6666.53", "5555.64", "54321", "699887766")
IBAN_B = "FR7630006000011234567890189"
SECRETS_B = (SECRET_B, *FIGURES_B, IBAN_B, "ZZBRAVO")
# A picture of one pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def find_secrets(text, secrets=SECRETS_B):
    """:return: those of ``secrets`` that stand in ``text``, whatever its case"""
    folded = str(text).lower()
    return [secret for secret in secrets if secret.lower() in folded]


class ApartCase(NetworkCommon, HttpCase):
    """The network of ``NetworkCommon``, and its private side."""

    # Odoo asks it of tests over HTTP; it takes it from the name of an add-on's module.
    test_module = "off_hub_network"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.config_parameter"].set_param("mail.catchall.domain", False)
        cls.hub_b.partner_id.write(cls._hide("hub"))
        cls._make_members()
        cls._make_goods()
        cls._make_customers()
        cls._make_papers()
        cls._make_meetings()
        cls._make_trade()
        cls._make_people()
        cls.env.flush_all()

    @classmethod
    def _hide(cls, who):
        """Contacts that are shown to nobody else."""
        return {
            "email": f"{who}@{SECRET_B}.example",
            "phone": "+33 699887766",
            "street": f"9 rue {SECRET_B}",
            "comment": f"note of {SECRET_B}",
            "off_email_visibility": "hidden",
            "off_phone_visibility": "hidden",
            "off_address_visibility": "hidden",
        }

    @classmethod
    def _make_members(cls):
        cls.producer.write({"email": "grower@example.org", "off_visibility": "public"})
        cls.neighbour = cls._create_producer("Neighbour")
        cls.recluse = cls._create_producer(f"Recluse {SECRET_B}")
        cls.friend = cls._create_producer(f"Friend {SECRET_B}")
        for member in (cls.neighbour, cls.recluse, cls.friend):
            member.write(cls._hide("member"))
            cls._create_link(
                member, cls.hub_b, may_order=True
            ).sudo().message = SECRET_B
        cls.recluse.off_visibility = "hidden"
        cls.friend.off_visibility = "linked"
        cls.link_b = cls.neighbour.off_granted_link_ids
        cls.person_b = cls.env["res.partner"].create(
            {
                "name": f"Person {SECRET_B}",
                "parent_id": cls.neighbour.id,
                "email": f"person@{SECRET_B}.example",
            }
        )

    @classmethod
    def _make_goods(cls):
        cls.leeks = cls._create_product(
            "Leeks", price=7777.31, declared=54321, off_producer_id=cls.neighbour.id
        )
        cls.mushrooms = cls._create_product(
            f"Mushrooms {SECRET_B}", price=7777.31, off_producer_id=cls.recluse.id
        )
        cls.link_b.may_override = True
        cls.item_b = cls.env["off.catalog.item"].create(
            {
                "hub_id": cls.hub_b.id,
                "product_id": cls.leeks.id,
                "price_rule": "fixed",
                "price": 8888.42,
                "own_stock": True,
                "declared_qty": 54321,
            }
        )
        cls.price_b = cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.neighbour.id,
                "product_tmpl_id": cls.leeks.product_tmpl_id.id,
                "company_id": cls.company_b.id,
                "price": 6666.53,
            }
        )

    @classmethod
    def _make_customers(cls):
        as_b = cls.env(user=cls.coordinator_b)["res.partner"]
        as_a = cls.env(user=cls.coordinator_a)["res.partner"]
        cls.family_b = as_b.create(
            {
                "name": f"Family {SECRET_B}",
                "email": f"family@{SECRET_B}.example",
                "phone": "+33 699887766",
                "street": f"1 rue {SECRET_B}",
            }
        ).sudo()
        cls.family_a = as_a.create(
            {"name": f"Family {SECRET_A}", "email": f"family@{SECRET_A}.example"}
        ).sudo()
        cls.banks_b = cls.env["res.partner.bank"].create(
            [
                {"partner_id": partner.id, "acc_number": IBAN_B}
                for partner in (cls.neighbour, cls.recluse, cls.family_b)
            ]
        )

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

    @classmethod
    def _make_trade(cls):
        """A cycle of B with an order, a purchase, stock, books; a tender, a tour."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": []})
        env = env["res.company"].with_company(cls.company_b).env
        now = fields.Datetime.now()
        cls.point_b = env["off.pickup.point"].create(
            {"name": f"Point {SECRET_B}", "hub_id": cls.hub_b.id}
        )
        cls.warehouse_b = env["stock.warehouse"].search(
            [("company_id", "=", cls.company_b.id)], limit=1
        ) or env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": cls.company_b.id}
        )
        cls.cycle_b = env["off.order.cycle"].create(
            {
                "name": f"Cycle {SECRET_B}",
                "coordinator_id": cls.hub_b.id,
                "date_open": now,
                "date_close": now + timedelta(days=2),
            }
        )
        cls.cycle_b.action_fill_offers()
        cls.cycle_b.exchange_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        ).price = 6666.53
        cls.slot_b = env["off.pickup.slot"].create(
            {
                "exchange_id": cls.cycle_b.outgoing_ids.id,
                "point_id": cls.point_b.id,
                "date_start": now + timedelta(days=3),
                "date_end": now + timedelta(days=3, hours=2),
            }
        )
        line = {"product_id": cls.leeks.id, "price_unit": 5555.64}
        cls.order_b = env["sale.order"].create(
            {
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "client_order_ref": SECRET_B,
                "order_line": [Command.create({**line, "product_uom_qty": 2})],
            }
        )
        cls.purchase_b = env["purchase.order"].create(
            {
                "partner_id": cls.neighbour.id,
                "company_id": cls.company_b.id,
                "partner_ref": SECRET_B,
                "order_line": [Command.create({**line, "product_qty": 2})],
            }
        )
        cls.quant_b = env["stock.quant"].create(
            {
                "product_id": cls.leeks.id,
                "location_id": cls.warehouse_b.lot_stock_id.id,
                "quantity": 54321,
            }
        )
        cls.allocation_b = env["off.allocation"].create(
            {"sale_line_id": cls.order_b.order_line.id, "quantity": 1}
        )
        cls.mapping_b = env["off.tax.mapping"].search(
            [("company_id", "=", cls.company_b.id)], limit=1
        ) or env["off.tax.mapping"].create(
            {
                "company_id": cls.company_b.id,
                "category_id": env["off.tax.category"].search([], limit=1).id,
            }
        )
        cls._make_books(env)
        cls.tender_b = env["off.tender"].create(
            {
                "name": f"Tender {SECRET_B}",
                "company_id": cls.company_b.id,
                "partner_id": cls.family_b.id,
            }
        )
        cls.lot_b = env["off.tender.lot"].create(
            {"name": f"Lot {SECRET_B}", "tender_id": cls.tender_b.id}
        )
        cls.tour_b = env["off.tour"].create(
            {
                "name": f"Tour {SECRET_B}",
                "company_id": cls.company_b.id,
                "date": fields.Date.today(),
            }
        )
        cls.stop_b = env["off.tour.stop"].create(
            {
                "tour_id": cls.tour_b.id,
                "partner_id": cls.family_b.id,
                "company_id": cls.company_b.id,
                "note": SECRET_B,
            }
        )

    @classmethod
    def _make_books(cls, env):
        account = env["account.account"].create(
            {
                "name": "Sales",
                "code": "701000",
                "account_type": "income",
                "company_ids": [Command.set(cls.company_b.ids)],
            }
        )
        journal = env["account.journal"].create(
            {
                "name": "Sales",
                "code": "SAL",
                "type": "sale",
                "company_id": cls.company_b.id,
                "default_account_id": account.id,
            }
        )
        cls.invoice_b = env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "partner_id": cls.family_b.id,
                "ref": f"Invoice of {SECRET_B}",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "name": SECRET_B,
                            "debit": 5555.64,
                        }
                    ),
                    Command.create({"account_id": account.id, "credit": 5555.64}),
                ],
            }
        )

    @classmethod
    def _make_people(cls):
        cls.grower = cls._create_login("apart_grower", cls.producer)
        cls.hub_person = cls._create_login("apart_hub", cls.hub_a.partner_id)
        cls.relative = cls._create_login("apart_family", cls.family_a)
        cls.neighbour_person = cls._create_login(
            "apart_neighbour", cls.neighbour, cls.company_b
        )
        cls.public = cls.env.ref("base.public_user")
        cls.coordinator_a.group_ids += cls.env.ref(
            "account.group_account_manager"
        ) | cls.env.ref("base.group_allow_export")
        cls.outsiders = {
            "operator": cls.coordinator_a,
            "producer": cls.grower,
            "hub": cls.hub_person,
            "customer": cls.relative,
            "visitor": cls.public,
        }

    @classmethod
    def _create_login(cls, login, member, company=None):
        company = company or cls.company_a
        user = new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        user.partner_id.write({"parent_id": member.id, "type": "contact"})
        return user

    @classmethod
    def _create_key(cls, user, scope="rpc"):
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(scope, "test", None)

    def _log_in(self, user):
        """A session of that person; a visitor has none."""
        if user == self.public:
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)

    def _get_secrets(self, actor):
        """What ``actor`` may not learn: what is operator B's, and for who does not work
        for operator A and is none of its customers also what is A's."""
        return (
            SECRETS_B if actor in ("operator", "customer") else (*SECRETS_B, SECRET_A)
        )

    def _assert_no_secret(self, text, what, secrets=SECRETS_B):
        self.assertFalse(find_secrets(text, secrets), what)
