from collections import defaultdict

from odoo import models
from odoo.fields import Command

from odoo.addons.off_order_cycle.tools.closing import LATER

from ..engine.deposits import count_containers


class SaleOrder(models.Model):
    """Deposits of an order: one line for each container and price, kept in step with
    the goods as its fees are."""

    _inherit = "sale.order"

    def _off_update_followers(self):
        result = super()._off_update_followers()
        self._off_update_deposits()
        return result

    def _off_update_deposits(self):
        """In a number of queries that does not depend on how many orders there are."""
        wanted = self._off_get_deposits()
        deposits = self.order_line.filtered("off_is_deposit")
        if not wanted and not deposits:
            return
        lines = {line._off_get_deposit_key(): line for line in deposits}
        Line = self.env["sale.order.line"].sudo()
        quiet = Line.with_context(off_fees=LATER, sale_no_log_for_new_lines=True)
        missing = [key for key in wanted if key not in lines]
        common = self.env["off.exchange"]._prepare_common_line() if missing else {}
        created = quiet.create(
            [{**common, **self._off_prepare_deposit(key)} for key in missing]
        )
        lines |= dict(zip(missing, created, strict=True))
        by_quantity = defaultdict(Line.browse)
        for key, (goods, quantity) in wanted.items():
            line = lines[key]
            if line.product_uom_qty != quantity:
                by_quantity[quantity] |= line
            elsewhere = goods.filtered(
                lambda one, line=line: one.off_deposit_line_id != line
            )
            if elsewhere:
                elsewhere.with_context(off_fees=LATER).off_deposit_line_id = line
        for quantity, changed in by_quantity.items():
            changed.with_context(off_fees=LATER).product_uom_qty = quantity
        gone = [line for key, line in lines.items() if key not in wanted]
        Line.union(*gone).with_context(off_fees=LATER).unlink()

    def _off_get_deposits(self):
        """What these orders need.

        :return: ``{(order, container, price): (sale.order.line of the goods, number of
            containers)}``
        """
        wanted = {}
        for line in self.sudo().order_line:
            if not line.off_offer_id or not line.product_uom_qty:
                continue
            container, each, price = line._off_get_container()
            if not container:
                continue
            key = (line.order_id, container, line.currency_id.round(price))
            goods, quantity = wanted.get(key, (line.browse(), 0))
            number = count_containers(line._off_get_ordered(), each)
            wanted[key] = (goods | line, quantity + number)
        return wanted

    def _off_prepare_deposit(self, key):
        """:param key: of ``_off_get_deposits``"""
        order, container, price = key
        taxes = order.company_id.sudo().off_deposit_tax_ids
        return {
            "order_id": order.id,
            "product_id": container.id,
            "name": order._off_get_deposit_name(container),
            "product_uom_qty": 0.0,
            "price_unit": price,
            "tax_ids": [Command.set(order.fiscal_position_id.map_tax(taxes).ids)],
            "off_is_deposit": True,
            "sequence": 1200,
        }

    def _off_get_deposit_name(self, container):
        lang = self.partner_id.lang or self.env.lang
        container = container.with_context(lang=lang, display_default_code=False)
        return container.env._("Deposit: %s", container.display_name)

    def _off_get_foreign_lines(self):
        # Containers are lent, whoever sells the goods in them.
        return (
            super()
            ._off_get_foreign_lines()
            .filtered(lambda line: not line.off_is_deposit)
        )

    def _get_copiable_order_lines(self):
        # A copy has the deposits of its own cycle, if any.
        lines = super()._get_copiable_order_lines()
        return lines.filtered(lambda line: not line.off_is_deposit)

    def action_off_take_back(self):
        """Somebody stands there with containers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_deposit.off_deposit_taking_action"
        )
        action["context"] = {
            "default_partner_id": self.partner_id.commercial_partner_id.id,
            "default_company_id": self.company_id.id,
        }
        return action


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_get_deposit_key(self):
        self.ensure_one()
        price = self.currency_id.round(self.price_unit)
        return self.order_id.sudo(), self.product_id, price
