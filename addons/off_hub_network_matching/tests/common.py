from odoo.addons.off_hub_network.tests.common import NetworkCommon

# One degree of latitude is about 111.2 km.
DEGREE_KM = 111.195


class MatchingCommon(NetworkCommon):
    """Hub A looks for carrots; growers and buyers stand north of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kg = cls.env.ref("uom.product_uom_kgm")
        cls.organic = cls.env.ref("off_hub_network.label_organic")
        cls.vegetables = cls.env["product.category"].create({"name": "Vegetables"})
        cls.home = cls.hub_a.partner_id
        cls._place(cls.home, 0)
        cls._place(cls.hub_b.partner_id, 5)
        # Linked to Hub A already: never suggested to it.
        cls._place(cls.producer, 1)
        cls.need = cls._create_notice(cls.home, "need", "Carrots", 60, radius=50)
        cls.matching = cls.env["off.matching"]

    @classmethod
    def _place(cls, partner, km):
        partner.write(
            {"partner_latitude": 45 + km / DEGREE_KM, "partner_longitude": 5.0}
        )

    @classmethod
    def _create_member(cls, name, role="producer", km=None, **vals):
        role = cls.env.ref(f"off_hub_network.role_{role}")
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "off_role_ids": [(4, role.id)],
                **vals,
            }
        )
        if km is not None:
            cls._place(partner, km)
        return partner

    @classmethod
    def _create_notice(cls, member, kind, product="", quantity=0, **vals):
        return cls.env["off.network.notice"].create(
            {
                "member_id": member.id,
                "kind": kind,
                "product": product,
                "quantity": quantity,
                "uom_id": cls.kg.id,
                **vals,
            }
        )

    @classmethod
    def _certify(cls, partner, start, end):
        return cls.env["off.certificate"].create(
            {
                "partner_id": partner.id,
                "label_id": cls.organic.id,
                "date_start": start,
                "date_end": end,
            }
        )

    @classmethod
    def _create_supply(cls, producer, name, declared, **vals):
        """A product by the kilogram with so many declared."""
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "off_producer_id": producer.id,
                "off_unit_quantity": 1,
                "off_unit_uom_id": cls.kg.id,
                "off_price": 1,
                **vals,
            }
        )
        product.off_availability_ids.declared_qty = declared
        return product

    def _get_names(self, notice, face):
        return [found["partner"].name for found in self.matching._find(notice, face)]

    def _get_reasons(self, notice, face, partner):
        for found in self.matching._find(notice, face):
            if found["partner"] == partner:
                return found["reasons"]
        self.fail(f"{partner.name} is not suggested")
