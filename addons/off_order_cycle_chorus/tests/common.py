from odoo.addons.off_order_cycle.tests.common import CycleCommon


class ChorusCommon(CycleCommon):
    """A town buys carrots for its canteen, which is a service of it."""

    @classmethod
    def _prepare_books(cls):
        france = cls.env.ref("base.fr")
        cls.company_a.partner_id.write(
            {
                "country_id": france.id,
                "street": "1 rue du Port",
                "zip": "44000",
                "city": "Nantes",
                "vat": "FR23334175221",
                "company_registry": "33417522101010",
                "email": "hub@example.com",
                "phone": "+33 2 40 00 00 00",
            }
        )
        cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.off_availability_ids.on_demand = True
        cls.town = cls.env["res.partner"].create(
            {
                "name": "Town of Saint-Herblain",
                "is_company": True,
                "country_id": cls.env.ref("base.fr").id,
                "street": "2 rue de l'Hôtel de Ville",
                "zip": "44800",
                "city": "Saint-Herblain",
                "email": "mairie@example.com",
                "company_registry": "21440109300015",
                "off_needs_engagement": True,
                "off_contract": "2026-M12",
            }
        )
        cls.canteen = cls.env["res.partner"].create(
            {
                "name": "Central kitchen",
                "parent_id": cls.town.id,
                "type": "invoice",
                "email": "cuisine@example.com",
                "off_service_code": "CUISINE-01",
            }
        )

    def _hand_over(self):
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
