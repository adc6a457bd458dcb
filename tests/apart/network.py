"""Two operators with everything that is nobody else's business.

Names, addresses and figures of operator B and of those around it hold ``SECRET_B``,
those of operator A ``SECRET_A``: whatever somebody else gets is searched for them.
"""

from odoo.tests import HttpCase, new_test_user

from odoo.addons.off_hub_network.tests.common import NetworkCommon

from .network_papers import Papers
from .network_payments import Payments
from .network_trade import Trade
from .secrets_of_others import IBAN_B, SECRET_A, SECRET_B, SECRETS_B, find_secrets


class ApartCase(Papers, Trade, Payments, NetworkCommon, HttpCase):
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
        cls._make_payments()
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
