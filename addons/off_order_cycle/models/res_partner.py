from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _off_get_met_domain(self):
        """Override: who takes part in a cycle knows the others in it, without a link to
        each of them: a hub sells what another one was supplied with."""
        companies = self.env.companies.ids
        cycles = (
            self.env["off.order.cycle"]
            .sudo()
            ._search(Domain("company_ids", "in", companies), order="id")
        )
        edges = self.env["off.exchange"].sudo()
        edges = edges._search(Domain("cycle_id", "in", cycles), order="id")
        hubs = edges.subselect("hub_id")
        return (
            super()._off_get_met_domain()
            | Domain("off_hub_ids.cycle_ids", "in", cycles)
            | Domain("off_hub_ids", "in", hubs)
            | Domain("id", "in", edges.subselect("producer_id"))
        )

    @api.model
    def _off_get_consent_domain(self, purpose, company):
        """Hook: who agrees to a purpose; everybody as long as nothing asks people.

        Orders, documents and what the law wants told need nobody's consent: this is for
        what goes beyond them.

        :param purpose: its code, ``phone_lists`` for instance
        :param company: res.company to which people say so
        :return: Domain on res.partner, to be searched with sudo
        """
        return Domain.TRUE
