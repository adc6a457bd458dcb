from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class MandateCommon(CycleCommon):
    """An operator liable to VAT: food 5.5 %, services 20 %, prices with taxes. The
    cycle of ``CycleCommon`` is still planned when a mandate is signed."""

    # Of the producer's mandate.
    kind = "selling"
    commission = 20.0
    vat_liable = True
    vat_exempt = False

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.fr")
        cls.company_a.off_vat_exempt = cls.vat_exempt
        cls.company_a._off_setup_operator("generic_coa")
        cls.tax_account = cls.env["account.account"].create(
            {
                "name": "VAT",
                "code": "445700",
                "account_type": "liability_current",
                "company_ids": [Command.set(cls.company_a.ids)],
            }
        )
        cls.food = cls.env["off.tax.category"].create({"name": "Food 7", "rate": 7.0})
        cls.tax = cls._create_tax(7.0)
        cls.tax_bought = cls._create_tax(7.0, "purchase")
        cls.service_tax = cls._create_tax(20.0, tax_scope="service")
        cls.company_a._off_map_taxes()
        cls.commission_product = cls.env.ref(
            "off_order_cycle_mandate.product_commission"
        )
        cls.commission_product.with_context(off_keep_taxes=True).taxes_id = [
            (6, 0, [] if cls.vat_exempt else cls.service_tax.ids)
        ]
        cls.product.off_tax_category_id = cls.food
        cls.mandate = cls._create_mandate()
        cls.mandate.action_sign()

    @classmethod
    def _create_tax(cls, rate, use="sale", **vals):
        group = cls.env["account.tax.group"].search(
            [("company_id", "=", cls.company_a.id)], limit=1
        )
        parts = [
            Command.create(
                {
                    "document_type": kind,
                    "repartition_type": part,
                    "account_id": part == "tax" and cls.tax_account.id,
                }
            )
            for kind in ("invoice", "refund")
            for part in ("base", "tax")
        ]
        return cls.env["account.tax"].create(
            {
                "name": f"{rate:g}% {use} of A",
                "amount": rate,
                "type_tax_use": use,
                "company_id": cls.company_a.id,
                "country_id": cls.company_a.account_fiscal_country_id.id,
                "tax_group_id": group.id,
                "repartition_line_ids": parts,
                **vals,
            }
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.off_availability_ids.on_demand = True
        cls.accountant = new_test_user(
            cls.env,
            "accountant_a",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    @classmethod
    def _create_mandate(cls, **vals):
        return cls.env["off.producer.mandate"].create(
            {
                "kind": cls.kind,
                "producer_id": cls.producer.id,
                "company_id": cls.company_a.id,
                "commission": cls.commission if cls.kind == "selling" else 0.0,
                "vat_liable": cls.vat_liable,
                **vals,
            }
        )

    def _finish(self, received=None):
        """Close the sale, hand over what came of it, settle it."""
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()

    def _get_balance(self, account):
        """What the ledger has on ``account``, below zero for a credit."""
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return self.company_a.currency_id.round(sum(lines.mapped("balance")))
