from odoo import api, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    @api.constrains("price_include_override")
    def _off_check_included(self):
        """A tax that cycles use stays in their prices."""
        self.env["off.tax.mapping"].sudo().search(
            [
                "|",
                ("sale_tax_ids", "in", self.ids),
                ("purchase_tax_ids", "in", self.ids),
            ]
        )._check_included()

    def _off_get_included(self):
        """This tax as prices of members and cycles need it: in them.

        A company that had books before it became an operator may put taxes on top of
        prices. Its other business keeps them, cycles get twins.

        :return: account.tax: itself, or its twin, which is made where there is none
        """
        self.ensure_one()
        if self.price_include:
            return self
        twin = self.with_context(active_test=False).search(
            [
                ("company_id", "=", self.company_id.id),
                ("type_tax_use", "=", self.type_tax_use),
                ("amount_type", "=", self.amount_type),
                ("amount", "=", self.amount),
                ("tax_scope", "=", self.tax_scope),
                ("tax_group_id", "=", self.tax_group_id.id),
                ("price_include_override", "=", "tax_included"),
            ],
            limit=1,
        )
        name = self.env._("%s, included in prices", self.name)
        return twin or self.copy(
            {"name": name, "price_include_override": "tax_included"}
        )
