from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.off_order_cycle.tests.common import CycleCommon


class HomeCommon(CycleCommon):
    """Hub A has a second slot, of a round that serves post codes in 69 for 5.00 (15 %
    tax included), free from 30.00 on. Of the families the first lives in Lyon (69003),
    the second in Paris, the third nowhere that is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collected = cls.exchange.slot_ids
        cls.carrier = cls._create_carrier()
        cls.round = cls.env["off.pickup.point"].create(
            {
                "name": "Bicycle round",
                "hub_id": cls.hub_a.id,
                "carrier_id": cls.carrier.id,
            }
        )
        start = fields.Datetime.now() + timedelta(days=3)
        cls.home = cls.env["off.pickup.slot"].create(
            {
                "exchange_id": cls.exchange.id,
                "point_id": cls.round.id,
                "date_start": start,
                "date_end": start + timedelta(hours=3),
            }
        )
        for family, (post_code, city) in zip(
            cls.families, (("69003", "Lyon"), ("75011", "Paris")), strict=False
        ):
            family.write(
                {
                    "street": "3 rue du Four",
                    "zip": post_code,
                    "city": city,
                    "country_id": cls.company_a.country_id.id,
                }
            )

    @classmethod
    def _prepare_books(cls):
        cls.env["off.tax.category"].search([]).rate = 15
        cls.company_a.country_id = cls.env.ref("base.us")
        return cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def _create_carrier(cls, price=5.0, **vals):
        tax = cls.env["account.tax"].search(
            [
                ("company_id", "=", cls.company_a.id),
                ("type_tax_use", "=", "sale"),
                ("amount", "=", 15),
            ],
            limit=1,
        )
        product = cls.env["product.product"].create(
            {
                "name": "Home delivery",
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.set(tax.ids)],
            }
        )
        prefix = cls.env["delivery.zip.prefix"].search([("name", "=", "69")])
        prefix = prefix or prefix.create({"name": "69"})
        return cls.env["delivery.carrier"].create(
            {
                "name": "By bicycle",
                "delivery_type": "fixed",
                "product_id": product.id,
                "company_id": cls.company_a.id,
                "free_over": True,
                "amount": 30,
                "country_ids": [Command.set(cls.company_a.country_id.ids)],
                "zip_prefix_ids": [Command.set(prefix.ids)],
                **vals,
            }
        )

    @classmethod
    def _order_home(cls, quantities, partner=None, confirm=True, slot=None):
        order = cls._create_order_at(slot or cls.home, quantities, partner)
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _create_order_at(cls, slot, quantities, partner=None):
        offers = {offer.product_id: offer for offer in cls.exchange.offer_ids}
        return (
            cls.env["sale.order"]
            .with_company(cls.company_a)
            .create(
                {
                    "partner_id": (partner or cls.families[0]).id,
                    "company_id": cls.company_a.id,
                    "off_exchange_id": cls.exchange.id,
                    "off_slot_id": slot.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "off_offer_id": offers[product].id,
                                "product_uom_qty": quantity,
                            }
                        )
                        for product, quantity in quantities.items()
                    ],
                }
            )
        )

    def _get_delivery(self, order):
        return order.order_line.filtered("is_delivery")
