import json

from odoo.tests import HttpCase, new_test_user

from odoo.addons.off_hub_network.tests.common import NetworkCommon

CONTEXT_1 = "https://w3id.org/dfc/ontology/context/context_1.16.0.json"
CONTEXT_2 = "https://w3id.org/dfc/ontology/context/context_2.0.0.json"


class DfcCommon(NetworkCommon, HttpCase):
    """The network of ``NetworkCommon``, asked over HTTP with keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write(
            {
                "email": "grower@example.com",
                "phone": "+33 4 76 00 00 01",
                "street": "1 chemin des Prés",
                "zip": "38000",
                "city": "Grenoble",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls.product.write(
            {
                "default_code": "CAR",
                "off_unit_quantity": 0.5,
                "off_unit_uom_id": cls.env.ref("uom.product_uom_kgm").id,
                "off_description": "Washed",
            }
        )
        cls.grower = cls._create_portal_user("grower", cls.producer)
        cls.key_a = cls._create_key(cls.coordinator_a)
        cls.key_b = cls._create_key(cls.coordinator_b)
        cls.key_grower = cls._create_key(cls.grower)
        cls.base = cls.env["off.dfc"]._get_base()

    @classmethod
    def _create_portal_user(cls, login, partner):
        user = new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        user.partner_id.write({"parent_id": partner.id, "type": "contact"})
        return user

    @classmethod
    def _create_key(cls, user, scope="rpc"):
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(scope, "test", None)

    def _ask(self, path, key=None, profile=None, method="GET"):
        """The response to a request with no session."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if profile:
            headers["Accept"] = f'application/ld+json; profile="{profile}"'
        return self.opener.request(
            method, f"{self.base_url()}/api/dfc/{path}", headers=headers, timeout=30
        )

    def _get(self, path, key=None, profile=None):
        """The document at ``path``, which must be there."""
        response = self._ask(path, key or self.key_a, profile)
        self.assertEqual(response.status_code, 200, response.text)
        return json.loads(response.text)

    def _get_nodes(self, path, key=None, profile=None):
        """``{id below the interface's address: node}`` of a document."""
        document = self._get(path, key, profile)
        nodes = document.get("@graph", [document])
        return {node["@id"].removeprefix(f"{self.base}/"): node for node in nodes}

    def _assert_refused(self, path, key, status=404):
        """The answer says nothing but that, what and where."""
        response = self._ask(path, key)
        self.assertEqual(response.status_code, status, response.text)
        error = json.loads(response.text)
        self.assertEqual(
            error.keys(), {"status", "what", "where", "what_to_do"}, response.text
        )
        self.assertEqual(error.pop("where"), f"/api/dfc/{path}")
        return error
