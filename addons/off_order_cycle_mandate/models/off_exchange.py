from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffExchange(models.Model):
    _inherit = "off.exchange"

    mandate_id = fields.Many2one(
        "off.producer.mandate",
        "In its name",
        compute="_compute_mandate_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What is supplied here is sold in the producer's name, by this mandate.",
    )

    is_agency = fields.Boolean("Sold in its name", compute="_compute_is_agency")

    @api.depends("mandate_id")
    def _compute_is_agency(self):
        for exchange in self.sudo():
            exchange.is_agency = bool(exchange.mandate_id)

    @api.depends("producer_id", "hub_id", "cycle_id")
    def _compute_mandate_id(self):
        """By the mandates in force when a cycle is planned; it stays from the opening
        on."""
        incoming = self.filtered(
            lambda one: (
                one.direction == "incoming" and one.cycle_id.state in (False, "draft")
            )
        )
        mandates = self.env["off.producer.mandate"]
        mandates = mandates._get_in_force(
            incoming.hub_id.company_id, incoming.producer_id, "selling"
        )
        shared = incoming.browse()
        if mandates:
            shared = incoming._origin._get_sold_by_others()
        for exchange in incoming:
            if exchange._origin & shared:
                # They buy what they sell, so somebody has to have bought it.
                exchange.mandate_id = False
                continue
            cycle = exchange.cycle_id
            day = fields.Date.context_today(cycle, cycle.date_close)
            exchange.mandate_id = mandates.filtered(
                lambda one, edge=exchange, day=day: (
                    one.company_id == edge.hub_id.company_id
                    and one.producer_id == edge.producer_id
                    and one._holds_on(day)
                )
            )[:1]
        (self - incoming).filtered(lambda one: not one._origin).mandate_id = False

    def _get_sold_by_others(self):
        """:return: those of which hubs of other operators sell something already"""
        found = (
            self.env["off.offer"]
            .sudo()
            .search([("incoming_id.exchange_id", "in", self.ids)])
            .filtered(lambda one: one.company_id != one.incoming_id.company_id)
        )
        return found.incoming_id.exchange_id

    def _follow_mandates(self):
        """Bring planned exchanges, and what hubs sell of them, in step."""
        self._compute_mandate_id()
        sold = self.env["off.offer"].search(
            [("incoming_id.exchange_id", "in", self.ids)]
        )
        self.env.add_to_compute(sold._fields["principal_id"], sold)

    @api.constrains("mandate_id", "producer_id", "hub_id")
    def _check_mandate(self):
        for exchange in self.sudo().filtered("mandate_id"):
            mandate = exchange.mandate_id
            if (
                mandate.kind != "selling"
                or mandate.producer_id != exchange.producer_id
                or mandate.company_id != exchange.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(producer)s gave %(operator)s no mandate to sell for it.",
                        producer=exchange.producer_id.name,
                        operator=exchange.company_id.name,
                    )
                )
