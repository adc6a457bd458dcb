from .common import CycleCommon


class StockedCommon(CycleCommon):
    """Hub A sells carrots from its warehouse, in which lie 10; leeks are ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link_a.may_override = True
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company_a.id)], limit=1
        )
        cls.product.with_company(cls.company_a).standard_price = 1.2
        cls._count_in(cls.product, 10)
        cls.item = cls.env["off.catalog.item"].create(
            {
                "hub_id": cls.hub_a.id,
                "product_id": cls.product.id,
                "warehouse_id": cls.warehouse.id,
            }
        )

    @classmethod
    def _count_in(cls, product, quantity, place=None, lot=None):
        """An inventory count that finds ``quantity``."""
        quants = cls.env["stock.quant"].with_company(cls.company_a)
        quants.with_context(inventory_mode=True).create(
            {
                "product_id": product.id,
                "location_id": (place or cls.warehouse.lot_stock_id).id,
                "lot_id": lot and lot.id,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()

    @classmethod
    def _sell(cls, product, quantity, **vals):
        """A sales order of a professional, outside of any cycle."""
        return (
            cls.env["sale.order"]
            .with_company(cls.company_a)
            .create(
                {
                    "partner_id": cls.families[2].id,
                    "company_id": cls.company_a.id,
                    "warehouse_id": cls.warehouse.id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                    ],
                    **vals,
                }
            )
        )

    def _hand_over(self):
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()

    def _get_on_hand(self, product):
        return product.with_context(warehouse_id=self.warehouse.id).qty_available
