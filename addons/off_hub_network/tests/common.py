from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class NetworkCommon(BaseCommon):
    """Two operators, each with a hub and a coordinator; one producer linked to the
    first hub."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a = cls._create_operator("Operator A")
        cls.company_b = cls._create_operator("Operator B")
        cls.coordinator_a = cls._create_user("coordinator_a", cls.company_a)
        cls.coordinator_b = cls._create_user("coordinator_b", cls.company_b)
        cls.hub_a = cls._create_hub("Hub A", cls.company_a)
        cls.hub_b = cls._create_hub("Hub B", cls.company_b)
        cls.producer = cls._create_producer("Grower")
        cls.link_a = cls._create_link(cls.producer, cls.hub_a)
        cls.product = cls._create_product("Carrots", price=2.5)

    @classmethod
    def _create_operator(cls, name):
        """An operator without books: enough where no entry is posted."""
        company = cls.env["res.company"].create({"name": name})
        company.off_is_operator = True
        return company

    @classmethod
    def _create_user(cls, login, company, groups="off_hub_network.group_coordinator"):
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @classmethod
    def _create_hub(cls, name, company):
        return cls.env["off.hub"].create({"name": name, "company_id": company.id})

    @classmethod
    def _create_producer(cls, name):
        role = cls.env.ref("off_hub_network.role_producer")
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "off_role_ids": [(4, role.id)]}
        )

    @classmethod
    def _create_link(cls, producer, hub, **permissions):
        link = cls.env["off.network.link"].create(
            {
                "grantor_id": producer.id,
                "grantee_id": hub.partner_id.id,
                "may_manage_products": True,
                **permissions,
            }
        )
        link.action_accept()
        return link

    @classmethod
    def _create_product(cls, name, price=1.0, declared=10, on_demand=False, **vals):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "off_producer_id": cls.producer.id,
                "off_price": price,
                **vals,
            }
        )
        product.off_availability_ids.write(
            {"declared_qty": declared, "on_demand": on_demand}
        )
        return product
