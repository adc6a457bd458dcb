from odoo import api, models
from odoo.exceptions import AccessError

# What says who takes part, of an exchange.
PARTICIPANTS = {"cycle_id", "direction", "hub_id", "producer_id"}


class OffOrderCycle(models.Model):
    """Only the coordinator changes dates, participants, what is supplied and the
    coordinator's fees. A hub edits its own outgoing exchange (rule 7).

    Record rules say whose an exchange is. That is not enough here: who manages the hubs
    of an operator may write its exchanges, among them those that the coordinator keeps.
    """

    _inherit = "off.order.cycle"
    _follow_steps = frozenset(
        (
            "state",
            "closing_number",
            "date_closed",
            "date_extended",
            "planner_stamp",
            "reopen_reason",
        )
    )

    def _check_coordinated(self):
        """:raise AccessError: the user does not coordinate all of these cycles"""
        if foreign := self - self._filtered_access("write"):
            # Who may not read a cycle learns nothing of it, its name included.
            foreign.check_access("read")
            raise AccessError(
                self.env._(
                    "%s: its coordinator says who takes part, what is supplied and at "
                    "which dates. You can change what your hub sells, its pickups and "
                    "its fees.",
                    ", ".join(foreign.mapped("name")),
                )
            )


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def write(self, vals):
        kept = self if PARTICIPANTS & vals.keys() else self._get_incoming()
        kept.cycle_id._check_coordinated()
        return super().write(vals)

    def _get_incoming(self):
        return self.filtered(lambda exchange: exchange.direction == "incoming")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coordinator(self):
        self.cycle_id._check_coordinated()


class OffOffer(models.Model):
    _inherit = "off.offer"

    @api.model_create_multi
    def create(self, vals_list):
        offers = super().create(vals_list)
        offers._check_supplied_by_coordinator()
        return offers

    def write(self, vals):
        self._check_supplied_by_coordinator()
        result = super().write(vals)
        if "exchange_id" in vals:
            self._check_supplied_by_coordinator()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coordinator(self):
        self._check_supplied_by_coordinator()

    def _check_supplied_by_coordinator(self):
        if not self.env.su:
            incoming = self.filtered(lambda offer: offer.direction == "incoming")
            incoming.cycle_id._check_coordinated()


class OffCycleMinimum(models.Model):
    _inherit = "off.cycle.minimum"

    @api.model_create_multi
    def create(self, vals_list):
        minimums = super().create(vals_list)
        minimums._check_coordinated()
        return minimums

    def write(self, vals):
        self._check_coordinated()
        result = super().write(vals)
        if "exchange_id" in vals:
            self._check_coordinated()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coordinator(self):
        self._check_coordinated()

    def _check_coordinated(self):
        """What a producer asks of all orders is its coordinator's to say."""
        if not self.env.su:
            incoming = self.filtered(lambda minimum: minimum.direction == "incoming")
            incoming.cycle_id._check_coordinated()


class OffFee(models.Model):
    _inherit = "off.fee"

    @api.model_create_multi
    def create(self, vals_list):
        fees = super().create(vals_list)
        fees._check_places(fees.cycle_ids, fees.exchange_ids)
        return fees

    def write(self, vals):
        before = self.cycle_ids, self.exchange_ids
        result = super().write(vals)
        if {"cycle_ids", "exchange_ids"} & vals.keys():
            cycles, exchanges = self.cycle_ids, self.exchange_ids
            self._check_places(
                (before[0] | cycles) - (before[0] & cycles),
                (before[1] | exchanges) - (before[1] & exchanges),
            )
        return result

    def _check_places(self, cycles, exchanges):
        """A fee is charged where the user may say so from the other side."""
        (cycles | exchanges._get_incoming().cycle_id)._check_coordinated()
        exchanges.check_access("write")
        cycles._check_fees()
        exchanges._check_fees()
