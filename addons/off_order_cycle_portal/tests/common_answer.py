import html
import re

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user

from .common import PortalCommon


class AnswerCommon(PortalCommon):
    """A closed cycle with an order to the grower, who has a helper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write({"email": "grower@example.org", "lang": "en_US"})
        cls.helper = cls.env["res.partner"].create(
            {
                "name": "Helper",
                "parent_id": cls.producer.id,
                "email": "helper@example.org",
                "off_gets_orders": True,
            }
        )
        cls.company_a.email = "hub@example.org"
        cls._prepare_sale()
        cls.cycle.action_close()
        cls.purchase = cls.cycle.purchase_ids
        cls.carrots = cls.purchase.order_line.filtered(
            lambda line: line.product_id == cls.product
        )
        cls.path = f"/my/supply/{cls.purchase.id}"

    @classmethod
    def _prepare_sale(cls):
        cls._create_order({cls.product: 2, cls.leeks: 1})
        cls._create_order({cls.product: 3}, cls.families[1])

    def _get_mails(self, purchase=None):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "purchase.order"),
                ("res_id", "in", (purchase or self.purchase).ids),
            ],
            order="id",
        )

    def _get_token(self, partner=None):
        return self.purchase._off_sign_link(partner or self.producer)

    def _look(self, token, path=None):
        self.authenticate(None, None)
        return self.url_open(f"{path or self.path}?token={token}")

    def _post(self, token, answer, path=None, **values):
        seen = self.purchase.off_answer_id.id or 0
        return self.url_open(
            path or self.path,
            data={
                "csrf_token": Request.csrf_token(self),
                "token": token,
                "answer": answer,
                "seen": str(seen),
                **values,
            },
        )

    def _answer_as_visitor(self, token, answer, **values):
        self.authenticate(None, None)
        return self._post(token, answer, **values)

    def _find_links(self, mail):
        found = re.findall(r'href="([^"]+/my/supply/[^"]+)"', mail.body_html)
        return [html.unescape(link) for link in found]

    def _assert_refused(self, token, path=None):
        page = self._look(token, path)
        self.assertEqual(page.status_code, 403)
        self.assertNotIn("Carrots", page.text)
        answered = self._answer_as_visitor(token, "none", path=path)
        self.assertEqual(answered.status_code, 403)
        self.assertFalse(self.purchase.off_answer_ids)
        return page

    def _create_staff(self, login, company, groups="purchase.group_purchase_user"):
        user = new_test_user(
            self.env,
            login,
            groups=groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.authenticate(login, login * 3)
        return user
