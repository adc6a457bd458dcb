import base64
from io import BytesIO

from PIL import Image

from odoo.tests import new_test_user

from odoo.addons.off_order_cycle.tests.common import CycleCommon


def make_photo(colour="red"):
    """A photo as a phone sends it: JPEG in base64."""
    stream = BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "JPEG")
    return base64.b64encode(stream.getvalue()).decode()


class DockCommon(CycleCommon):
    """A closed cycle: 6 carrots (a case) and 4 leeks are expected of the grower."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.email = "grower@example.org"
        cls.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.product
        ).pack_size = 6
        cls._create_order({cls.product: 6, cls.leeks: 4})
        cls.cycle.action_close()
        cls.purchase = cls.cycle.purchase_ids
        cls.receipt = cls.cycle.picking_ids
        cls.volunteer = cls._create_stock_user("dock_a", cls.company_a)
        cls.helper = cls._create_stock_user("dock_a2", cls.company_a)

    @classmethod
    def _create_stock_user(cls, login, company):
        return new_test_user(
            cls.env,
            login,
            groups="off_hub_network.group_user,stock.group_stock_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def _pickings(self, user=None):
        user = user or self.volunteer
        return (
            self.env["stock.picking"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def _load(self, receipt=None, user=None, cycle=None):
        """A receipt as a phone loads it."""
        dock = self._pickings(user).off_get_dock(cycle or self.cycle.id)
        wanted = (receipt or self.receipt).id
        return next(one for one in dock["receipts"] if one["id"] == wanted)

    def _line(self, product, user=None):
        return next(
            one
            for one in self._load(user=user)["lines"]
            if one["product"] == product.id
        )

    def _save(self, product, *lines, user=None, version=None, damages=()):
        """Count a product.

        :param lines: quantities, or dicts of a line
        """
        line = self._line(product)
        change = {
            "id": line["id"],
            "version": line["version"] if version is None else version,
            "lines": [
                one if isinstance(one, dict) else {"quantity": one} for one in lines
            ],
            "damages": list(damages),
        }
        return self._pickings(user).off_save_counts([change])

    def _count(self, *args, **kwargs):
        """Count a product, and have it kept."""
        result = self._save(*args, **kwargs)
        self.assertEqual(result["refused"], {})
        return result["lines"][0]

    def _receive(self, user=None, receipt=None, **answers):
        receipt = receipt or self.receipt
        versions = {
            str(line["id"]): line["version"] for line in self._load(receipt)["lines"]
        }
        return self._pickings(user).browse(receipt.id).off_receive(versions, answers)

    def _get_received(self):
        self.env.invalidate_all()
        return {line.product_id: line.qty_received for line in self.purchase.order_line}
