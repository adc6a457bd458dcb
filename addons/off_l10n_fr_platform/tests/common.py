from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.off_l10n_fr_accounting.tests.common import FrenchBooksCommon

from ..models.off_invoicing_platform import OffInvoicingPlatform
from ..models.off_platform_connector import PlatformRefusal, PlatformUnavailable

SIRET = "12345678200010"
SIRET_SCHOOL = "21350238800019"


class FakePlatform:
    """A platform: takes an invoice once by key, may be down, may refuse, may lose its
    answer after it took something."""

    def __init__(self):
        self.taken, self.statuses, self.reports = {}, {}, {}
        self.bills, self.confirmed, self.messages = [], [], []
        self.is_down = self.loses_answer = False
        self.refusal = None
        self.calls = 0

    def _answer(self, value):
        if self.loses_answer:
            raise PlatformUnavailable("The line broke")
        return value

    def _check(self):
        self.calls += 1
        if self.is_down:
            raise PlatformUnavailable("503: try later")
        if self.refusal:
            raise PlatformRefusal(self.refusal)

    def _send_invoice(self, platform, key, filename, content, move):
        self._check()
        self.taken.setdefault(key, (f"PA-{len(self.taken) + 1}", content))
        return self._answer(self.taken[key][0])

    def _send_status(self, platform, key, reference, code, date, amount):
        self._check()
        self.statuses.setdefault(key, (reference, code, amount))
        return self._answer(key)

    def _send_report(self, platform, key, report):
        self._check()
        self.reports.setdefault(key, report)
        return self._answer(key)

    def _fetch_statuses(self, platform, references):
        self._check()
        return [one for one in self.messages if one["reference"] in references]

    def _fetch_bills(self, platform):
        self._check()
        return list(self.bills)

    def _confirm_bills(self, platform, references):
        self.confirmed += references

    def _look_up(self, platform, siren):
        self._check()
        if siren == SIRET_SCHOOL[:9]:
            return {"siren": siren, "name": "School", "address": f"0225:{siren}"}
        return None

    def tell(self, reference, code, key, reason=""):
        self.messages.append(
            {
                "reference": reference,
                "code": code,
                "date": fields.Datetime.now(),
                "key": key,
                "reason": reason,
            }
        )


class PlatformCommon(FrenchBooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "queue_job__no_delay": True})
        france = cls.env.ref("base.fr")
        cls.company = cls.company.with_env(cls.env)
        cls.company.write(
            {
                "company_registry": SIRET,
                "vat": "FR11123456782",
                "street": "1 rue du Pré",
                "zip": "35000",
                "city": "Rennes",
                "email": "amap@example.com",
                "phone": "+33 2 99 00 00 00",
            }
        )
        cls.company.partner_id.bank_ids = [
            Command.create({"acc_number": "FR7630001007941234567890185"})
        ]
        cls.school = cls.env["res.partner"].create(
            {
                "name": "School",
                "is_company": True,
                "company_registry": SIRET_SCHOOL,
                "vat": "FR74213502388",
                "country_id": france.id,
                "street": "2 rue du Pré",
                "zip": "35000",
                "city": "Rennes",
                "email": "school@example.com",
            }
        )
        cls.ann = cls.env["res.partner"].create({"name": "Ann"})
        cls.carrots = cls.env["product.product"].create(
            {
                "name": "Carrots",
                "off_tax_category_id": cls.env.ref("off_l10n_fr.tax_category_food").id,
            }
        )
        cls.platform = cls.env["off.invoicing.platform"].create(
            {"name": "The platform", "company_id": cls.company.id}
        )
        cls.clerk = cls._new_user("clerk_pa", "account.group_account_invoice")

    def setUp(self):
        super().setUp()
        self.fake = FakePlatform()

    def _queue(self):
        """Jobs wait from now on, as they do outside of tests."""
        self.env = self.env(context={**self.env.context, "queue_job__no_delay": False})

    @contextmanager
    def _fake(self):
        with patch.object(
            OffInvoicingPlatform, "_get_connector", lambda platform: self.fake
        ):
            yield self.fake

    def _invoice(self, partner=None, post=True, product=None, day="2026-11-02", **vals):
        product = product or self.carrots
        move = (
            self.env["account.move"]
            .with_company(self.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": (partner or self.school).id,
                    "invoice_date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price_unit": 10.55,
                                "quantity": 2,
                            }
                        )
                    ],
                    **vals,
                }
            )
        )
        if post:
            move.action_post()
        return move

    def _get_documents(self, move=None, kind="invoice"):
        domain = [("kind", "=", kind), ("company_id", "=", self.company.id)]
        if move:
            domain.append(("move_id", "=", move.id))
        return self.env["off.platform.document"].search(domain)
