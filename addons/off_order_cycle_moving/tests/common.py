import base64
import io

import openpyxl

from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


def make_csv(*lines, encoding="utf-8"):
    return "\r\n".join(lines).encode(encoding)


def make_xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class MovingCommon(CycleCommon):
    """Operator A has books, and an accountant who coordinates nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant_a = new_test_user(
            cls.env,
            "accountant_a",
            "account.group_account_user,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.fr")
        cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def _start(cls, kind, data, user=None, filename="old.csv", **vals):
        """A wizard that looked at a file: its columns are those that it proposed."""
        wizard = (
            cls.env["off.moving.import"]
            .with_user(user or cls.coordinator_a)
            .create(
                {
                    "kind": kind,
                    "data": base64.b64encode(data),
                    "filename": filename,
                    "company_id": cls.company_a.id,
                    "date": fields.Date.to_date("2025-12-31"),
                    **vals,
                }
            )
        )
        wizard.action_columns()
        return wizard

    @classmethod
    def _preview(cls, kind, data, user=None, **vals):
        wizard = cls._start(kind, data, user, **vals)
        wizard.action_preview()
        return wizard

    @classmethod
    def _import(cls, kind, data, user=None, **vals):
        wizard = cls._preview(kind, data, user, **vals)
        wizard.action_apply()
        return wizard

    def _get_counts(self, wizard):
        return (
            wizard.create_count,
            wizard.update_count,
            wizard.keep_count,
            wizard.error_count,
        )
