from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

# What only inviting, answering and leaving may set.
FIXED = {"state", "joins_always", "exchange_id", "source_id", "cycle_id", "hub_id"}

NEW = {
    "state": "invited",
    "joins_always": False,
    "exchange_id": False,
    "source_id": False,
}


class OffCycleGuest(models.Model):
    """Invited by the coordinator, answered by the hub, ended by both (rule 7)."""

    _inherit = "off.cycle.guest"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Whatever a context sets by default.
            vals_list = [{**vals, **NEW} for vals in vals_list]
        guests = super().create(vals_list)
        guests.cycle_id._check_coordinated()
        for guest in guests:
            guest._check_open_to_guests()
        guests._invite()
        return guests

    def write(self, vals):
        if not self.env.su and not FIXED.isdisjoint(vals):
            raise AccessError(
                self.env._(
                    "An invitation keeps its cycle and its hub, and its buttons change "
                    "its state: invite another hub instead."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_joined(self):
        if joined := self.filtered(lambda guest: guest.state == "joined"):
            raise UserError(
                self.env._(
                    "%s takes part: take it out before you delete its invitation.",
                    ", ".join(joined.hub_id.mapped("name")),
                )
            )

    def _check_open_to_guests(self):
        self.sudo().cycle_id._check_state("draft", "open")

    def _check_speaks_for_hub(self):
        """The user manages the invited hubs, or is told who does."""
        self.check_access("read")
        hubs = self.hub_id
        manages = self.env.user.has_group("off_hub_network.group_hub_manager")
        if not manages or hubs.company_id - self.env.companies:
            raise AccessError(
                self.env._(
                    "Only those who manage %s can answer.",
                    ", ".join(hubs.mapped("name")),
                )
            )

    # -- inviting ------------------------------------------------------------------
    def _invite(self):
        """Ask the hubs, or let in those that said that they always come."""
        for guest in self.sudo():
            if guest._get_consent():
                guest._join()
            else:
                guest._notify(
                    self.env._("%s invites you", guest.coordinator_id.name),
                    guest.message
                    or self.env._(
                        "%(coordinator)s invites %(hub)s to sell in %(cycle)s. Accept "
                        "or refuse it under Order Cycles, Invitations.",
                        coordinator=guest.coordinator_id.name,
                        hub=guest.hub_id.name,
                        cycle=guest.cycle_name,
                    ),
                )

    def _get_consent(self):
        """:return: where the hub last said to this coordinator that it always comes"""
        last = self.search(
            [
                ("hub_id", "=", self.hub_id.id),
                ("cycle_id.coordinator_id", "=", self.coordinator_id.id),
                ("state", "in", ("joined", "left")),
            ],
            order="id desc",
            limit=1,
        )
        return last.filtered("joins_always")

    def action_invite_again(self):
        self.cycle_id._check_coordinated()
        for guest in self:
            guest._check_state("refused", "left")
            guest._check_open_to_guests()
        self.sudo().state = "invited"
        self._invite()

    # -- answering -----------------------------------------------------------------
    def action_join(self):
        self._check_speaks_for_hub()
        for guest in self:
            guest._check_state("invited")
            guest._check_open_to_guests()
            guest.sudo()._join()
        return True

    def action_join_always(self):
        self.action_join()
        self.sudo().joins_always = True
        return True

    def action_refuse(self):
        self._check_speaks_for_hub()
        for guest in self:
            guest._check_state("invited")
        self.sudo().state = "refused"
        self._tell_coordinator(self.env._("does not take part"))
        return True

    def action_leave(self):
        """By the hub, which then is no longer taken for always coming."""
        self._check_speaks_for_hub()
        self._leave()
        self._tell_coordinator(self.env._("no longer takes part"))
        return True

    def action_take_out(self):
        """By the coordinator."""
        self.cycle_id._check_coordinated()
        self._leave()
        for guest in self.sudo():
            text = self.env._(
                "%(hub)s no longer takes part in %(cycle)s.",
                hub=guest.hub_id.name,
                cycle=guest.cycle_name,
            )
            guest._notify(text, text)
        return True

    def action_plan(self):
        """The planner, in which the hub sees its own side."""
        self.ensure_one()
        self._check_speaks_for_hub()
        return self.sudo().cycle_id.with_env(self.env).action_plan()

    def _leave(self):
        for guest in self:
            guest._check_state("invited", "joined")
            guest._check_open_to_guests()
        # Offers that are ordered refuse to go, and say which.
        self.sudo().exchange_id.unlink()
        self.sudo().write({"state": "left", "joins_always": False})

    def _join(self):
        """Give the hub its side of the cycle, with all that it may sell of what is
        supplied at its own terms, or what it sold in the cycle that this one copies.
        """
        self.ensure_one()
        consent = self._get_consent()
        hub, source = self.hub_id, self.source_id.exchange_id
        cycle = self.cycle_id.with_company(self.company_id)
        fees = source.fee_ids or hub._get_default_fees("outgoing")
        edge = self.env["off.exchange"].create(
            {
                "cycle_id": cycle.id,
                "direction": "outgoing",
                "hub_id": hub.id,
                "fee_ids": [Command.set(fees.ids)],
            }
        )
        self.write(
            {
                "state": "joined",
                "exchange_id": edge.id,
                "joins_always": bool(consent),
            }
        )
        if source:
            cycle._copy_guest(source, edge)
        else:
            self.env["off.offer"].create(
                cycle._prepare_outgoing_offers(edge, cycle.incoming_ids.offer_ids)
            )
        self._tell_coordinator(self.env._("takes part"))

    # -- telling -------------------------------------------------------------------
    def _notify(self, subject, body):
        """Write to the people of the hub; it stays with the invitation."""
        self.ensure_one()
        self.message_post(
            partner_ids=self.hub_id.partner_id._off_get_recipients().ids,
            subject=subject,
            body=body,
        )

    def _tell_coordinator(self, what):
        for guest in self.sudo():
            guest.cycle_id.message_post(
                body=self.env._(
                    "%(hub)s: %(answer)s.", hub=guest.hub_id.name, answer=what
                )
            )
