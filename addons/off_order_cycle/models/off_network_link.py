from odoo import models


class OffNetworkLink(models.Model):
    _inherit = "off.network.link"

    def _on_narrowed(self):
        """A producer that no longer lets a hub order from it leaves the cycles that
        are not open yet; running ones keep their orders (rule 1)."""
        result = super()._on_narrowed()
        closed = self.sudo().filtered(
            lambda link: link.state != "accepted" or not link.may_order
        )
        if not closed:
            return result
        pairs = {(link.grantor_id, link.grantee_id) for link in closed}
        exchanges = (
            self.env["off.exchange"]
            .sudo()
            .search(
                [
                    ("direction", "=", "incoming"),
                    ("cycle_id.state", "=", "draft"),
                    ("producer_id", "in", closed.grantor_id.ids),
                    ("hub_id.partner_id", "in", closed.grantee_id.ids),
                ]
            )
            .filtered(lambda edge: (edge.producer_id, edge.hub_id.partner_id) in pairs)
        )
        for cycle, edges in exchanges.grouped("cycle_id").items():
            cycle.message_post(
                body=self.env._(
                    "%s no longer lets the hub order and left the cycle.",
                    ", ".join(edges.producer_id.mapped("name")),
                )
            )
        exchanges.unlink()
        return result
