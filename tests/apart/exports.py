"""Files that Odoo and the project write."""

import base64
import json

from odoo.exceptions import UserError
from odoo.http import Request

from .secrets_of_others import find_secrets


class ExportsChecks:
    def _export(self, model, names, ids=False, domain=()):
        self._log_in(self.coordinator_a)
        data = {
            "model": model,
            "fields": [{"name": name, "label": name} for name in names],
            "ids": ids,
            "domain": list(domain),
            "import_compat": False,
            "groupby": [],
            "context": {},
        }
        return self.url_open(
            "/web/export/csv",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )

    def test_odoo_s_export_tells_what_its_reader_may_know(self):
        names = ["name", "email", "phone", "street", "comment", "bank_ids/acc_number"]
        for model, fields, ids in (
            ("res.partner", names, self.neighbour.ids),
            ("res.partner", names, False),
            ("off.hub", [f"partner_id/{name}" for name in names], self.hub_b.ids),
            (
                "product.product",
                ["name", "off_price", "lst_price", "list_price"],
                self.leeks.ids,
            ),
            ("product.template", ["name", "seller_ids/price"], False),
            ("off.availability", ["product_id", "declared_qty"], False),
            ("off.certificate", ["partner_id/phone", "proof_name"], False),
        ):
            with self.subTest(model=model):
                response = self._export(model, fields, ids)
                self.assertEqual(response.status_code, 200, response.text)
                self._assert_no_secret(response.text, model)

    def test_a_group_of_an_export_tells_nothing(self):
        self._log_in(self.coordinator_a)
        data = {
            "model": "res.partner",
            "fields": [{"name": "name", "label": "name", "type": "char"}],
            "ids": self.neighbour.ids,
            "domain": [],
            "import_compat": False,
            "groupby": ["email"],
            "context": {},
        }
        response = self.url_open(
            "/web/export/xlsx",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertFalse(find_secrets(response.content.decode("latin-1")))

    def test_enterprises_are_told_as_they_show_themselves(self):
        Export = self.env["off.enterprise.export"].with_user(self.coordinator_a)
        export = Export.create({})
        export.action_export()
        content = base64.b64decode(export.data).decode()
        self.assertIn("Neighbour", content)
        self._assert_no_secret(content, "enterprises")

    def test_an_export_names_nobody_whom_its_user_may_not_know(self):
        for model, name in (
            ("off.enterprise.export", "member_ids"),
            ("off.catalog.export", "producer_ids"),
        ):
            for partner in (self.recluse, self.friend, self.family_b):
                Export = self.env[model].with_user(self.coordinator_a)
                with self.subTest(model=model, partner=partner.name):
                    with self.assertRaises(UserError) as refused:
                        Export.create({name: partner.ids}).action_export()
                    self.assertFalse(find_secrets(refused.exception))

    def test_catalogues_are_those_of_one_s_producers(self):
        Export = self.env["off.catalog.export"].with_user(self.coordinator_a)
        export = Export.create({})
        export.action_export()
        content = base64.b64decode(export.data).decode()
        self.assertIn("Carrots", content)
        self._assert_no_secret(content, "catalogues")

    def test_a_card_tells_what_its_reader_may_know(self):
        self._log_in(self.coordinator_a)
        for partner in (self.neighbour, self.recluse, self.family_b):
            response = self.url_open(f"/web/partner/vcard?partner_ids={partner.id}")
            self._assert_no_secret(response.text, partner.name)
