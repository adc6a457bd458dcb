from odoo import fields

from .common import CycleCommon


class PlannerCommon(CycleCommon):
    """Hub A plans; a second hub of its operator sells too, as does hub B of another
    operator. Managers are those who keep a hub without coordinating."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_hub("Second", cls.company_a)
        cls.draft = cls._create_cycle()
        edges = cls.env["off.exchange"].create(
            [
                {
                    "cycle_id": cls.draft.id,
                    "direction": "outgoing",
                    "hub_id": hub.id,
                }
                for hub in (cls.second, cls.hub_b)
            ]
        )
        cls.incoming = cls.draft.incoming_ids
        cls.edge_a = cls.draft.outgoing_ids - edges
        cls.edge_second, cls.edge_b = edges
        group = "off_hub_network.group_hub_manager"
        cls.manager = cls._create_user("manager_a", cls.company_a, groups=group)
        cls.manager_b = cls._create_user("manager_b", cls.company_b, groups=group)
        cls.carrots_in, cls.leeks_in = (
            cls.incoming.offer_ids.filtered(lambda one, p=product: one.product_id == p)
            for product in (cls.product, cls.leeks)
        )
        cls.env.flush_all()

    def _as(self, user, cycle=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            (cycle or self.draft)
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def _sold(self, edge, product):
        return edge.offer_ids.filtered(lambda offer: offer.product_id == product)

    def _save(self, user=None, cycle=None, **changes):
        """:return: what the planner answers"""
        return self._as(user or self.coordinator_a, cycle).save_planner(changes)

    def _cell(self, edge, product, seen, value):
        return [edge.id, self.incoming.id, product.id, seen, value]

    def _assert_saved(self, answer):
        self.assertEqual(answer["errors"], [])

    def _assert_refused(self, answer, key, pattern):
        ((found, text, _now),) = answer["errors"]
        self.assertEqual(found, key)
        self.assertRegex(text, pattern)


def as_text(moment):
    return fields.Datetime.to_string(moment)
