from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_partner import REFERENCES

# Longest text that Chorus Pro takes of each.
LONGEST = {"off_service_code": 100, "off_engagement": 50, "off_contract": 50}


class SaleOrder(models.Model):
    """What a public buyer's invoice has to bear is known from its order on."""

    _inherit = "sale.order"

    off_service_code = fields.Char(
        "Service code",
        compute="_compute_off_references",
        store=True,
        readonly=False,
        precompute=True,
    )
    off_engagement = fields.Char(
        "Engagement number",
        compute="_compute_off_references",
        store=True,
        readonly=False,
        precompute=True,
    )
    off_contract = fields.Char(
        "Contract number",
        compute="_compute_off_references",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("partner_invoice_id")
    def _compute_off_references(self):
        for order in self:
            for name in REFERENCES:
                order[name] = order.partner_invoice_id._off_get_reference(name)

    def _off_get_reference(self, name):
        """What is written on the order, else what is known of the buyer by now.

        :param name: a key of ``REFERENCES``
        """
        return self[name] or self.partner_invoice_id._off_get_reference(name)

    def _off_get_missing_references(self):
        """:return: ``{order: [labels of what its invoice would lack]}``"""
        missing = {}
        for order in self:
            names = [
                name
                for name in order.partner_invoice_id._off_get_needed_references()
                if not order._off_get_reference(name)
            ]
            if names:
                missing[order] = [
                    self._fields[name]._description_string(self.env) for name in names
                ]
        return missing

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Extends sale: nothing is invoiced that the buyer would send back."""
        missing = self._off_get_missing_references()
        if missing:
            raise UserError(
                self.env._(
                    "These buyers refuse invoices without their references:\n"
                    "%(orders)s\n"
                    "Write them on the orders, or on the customers where they hold "
                    "for all.",
                    orders="\n".join(
                        f"- {order.name}, {order.partner_invoice_id.display_name}: "
                        f"{', '.join(labels)}"
                        for order, labels in missing.items()
                    ),
                )
            )
        return super()._create_invoices(grouped=grouped, final=final, date=date)

    def _prepare_invoice(self):
        """Extends sale."""
        vals = super()._prepare_invoice()
        for name, target in REFERENCES.items():
            vals[target] = self._off_get_reference(name)
        return vals

    def _get_invoice_grouping_keys(self):
        """Extends sale: an invoice has one of each."""
        return [*super()._get_invoice_grouping_keys(), *REFERENCES.values()]

    # -- by the buyer itself -----------------------------------------------------------
    def _off_is_for_public_buyer(self):
        return self.partner_invoice_id.sudo()._off_is_public_buyer()

    def _off_may_write_references(self):
        """Whether the buyer may still write them: as long as nothing is invoiced."""
        self.ensure_one()
        return (
            self._off_is_for_public_buyer()
            and self.state in ("draft", "sent", "sale")
            and not self.sudo().invoice_ids.filtered(lambda one: one.state != "cancel")
        )

    def _off_write_references(self, texts):
        """Write what the buyer sent.

        :param texts: ``{key of REFERENCES: text}``
        :raise UserError: it may not, or not any more
        """
        self.ensure_one()
        if not self._off_may_write_references():
            raise UserError(
                self.env._("%s is invoiced: its references stay.", self.name)
            )
        self.sudo().write(
            {
                name: (texts[name] or "").strip()[: LONGEST[name]] or False
                for name in REFERENCES
                if name in texts
            }
        )
