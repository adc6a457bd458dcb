from odoo.addons.off_order_cycle.tests.common import CycleCommon


class RosterCommon(CycleCommon):
    """Hub A has two duties: to hand out, from an hour before the pickup to its end, by
    two people; to hold the till, by one, with a key. They were planned before the
    cycle, whose pickup is in three days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cycle.coordinator_id.company_id.partner_id.tz = "Europe/Paris"
        cls.slot = cls.exchange.slot_ids
        cls.hand_out = cls._get_shift(cls.duty_out)
        cls.till = cls._get_shift(cls.duty_till)

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        # Before the cycle is made.
        cls.duty_out, cls.duty_till = cls.env["off.duty"].create(
            [
                {
                    "name": "Hand out",
                    "hub_id": cls.hub_a.id,
                    "start_offset": -1,
                    "instructions": "Weigh the carrots.",
                },
                {
                    "name": "Hold the till",
                    "hub_id": cls.hub_a.id,
                    "needed": 1,
                    "duration": 1.5,
                    "needs_key": True,
                },
            ]
        )
        return result

    @classmethod
    def _get_shift(cls, duty, slot=None):
        return (slot or cls.slot).shift_ids.filtered(lambda one: one.duty_id == duty)

    @classmethod
    def _sign_up(cls, shift, partner, **vals):
        return cls.env["off.duty.volunteer"].create(
            {"shift_id": shift.id, "partner_id": partner.id, **vals}
        )
