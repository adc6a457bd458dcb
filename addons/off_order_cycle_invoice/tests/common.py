from odoo.addons.off_order_cycle.tests.common import CycleCommon


class InvoiceCommon(CycleCommon):
    """An operator with books, and sales one after another."""

    @classmethod
    def _prepare_books(cls):
        cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.off_availability_ids.on_demand = True

    def _sell_again(self):
        """A second cycle takes the place of the first."""
        cls = type(self)
        for name in ("cycle", "exchange"):
            self.addCleanup(setattr, cls, name, getattr(cls, name))
        cls.cycle = self.cycle = self._create_cycle()
        cls.exchange = self.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()

    def _finish(self, received=None):
        """Close the sale, hand over what came of it, settle it."""
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
