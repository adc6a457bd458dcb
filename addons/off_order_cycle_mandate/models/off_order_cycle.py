from odoo import fields, models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    account_sale_count = fields.Integer(
        "Accounts of sales", compute="_compute_account_sale_count"
    )

    def _compute_account_sale_count(self):
        counts = dict(
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("off_cycle_ids", "in", self.ids),
                    ("move_type", "=", "in_receipt"),
                    ("company_id", "in", self.env.companies.ids),
                ],
                ["off_cycle_ids"],
                ["__count"],
            )
        )
        for cycle in self:
            cycle.account_sale_count = counts.get(cycle.sudo(), 0)

    def _create_producer_bills(self):
        """Extends: bills that the operator draws up are complete, and posted."""
        bills = super()._create_producer_bills()
        drawn_up = bills.filtered(
            lambda bill: bill.off_mandate_id and bill.state == "draft"
        )
        drawn_up.action_post()
        drawn_up._off_tell_later()
        return bills

    def _prepare_moved(self, by_goods):
        """Extends: what is sold in a producer's name is taken of its own goods."""
        owners = {}
        for allocations in by_goods.values():
            for product, mine in allocations.grouped("product_id").items():
                owners.setdefault(product, set()).update(
                    line.off_principal_id for line in mine.sale_line_id
                )
        result = []
        for moved in super()._prepare_moved(by_goods):
            found = owners[moved.product]
            owner = next(iter(found)) if len(found) == 1 else None
            vals = {"restrict_partner_id": owner.id} if owner else {}
            result.append(moved._replace(vals={**moved.vals, **vals}))
        return result

    def write(self, vals):
        """Extends: what is planned follows the mandates of its days."""
        result = super().write(vals)
        if "date_close" in vals:
            planned = self.filtered(lambda cycle: cycle.state == "draft")
            planned.sudo().incoming_ids._follow_mandates()
        return result

    def action_view_account_sales(self):
        """What producers are accounted for that was sold in their name."""
        return self._action_view(
            "off_order_cycle_mandate.account_sales_action",
            [("move_type", "=", "in_receipt"), ("off_cycle_ids", "in", self.ids)],
            create=False,
        )
