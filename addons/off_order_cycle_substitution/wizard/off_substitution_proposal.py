from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

# Before the pickup the hub has to know what goes into which crate.
BEFORE = timedelta(hours=3)
LONGEST = timedelta(hours=24)
SHORTEST = timedelta(hours=1)


class OffSubstitutionProposal(models.TransientModel):
    """Propose one product in place of another, to all who lack it."""

    _name = "off.substitution.proposal"
    _description = "Propose Substitutes"

    cycle_id = fields.Many2one("off.order.cycle", required=True, readonly=True)
    missing_ids = fields.Many2many(
        "product.product", compute="_compute_products", string="Missing products"
    )
    spare_ids = fields.Many2many(
        "product.product", compute="_compute_products", string="Products left"
    )
    missing_id = fields.Many2one(
        "product.product",
        required=True,
        domain="[('id', 'in', missing_ids)]",
    )
    product_id = fields.Many2one(
        "product.product",
        "Substitute",
        required=True,
        domain="[('id', 'in', spare_ids), ('id', '!=', missing_id)]",
    )
    spare_qty = fields.Float(
        "Left", digits="Product Unit", compute="_compute_spare_qty"
    )
    never_dearer = fields.Boolean(
        "Never dearer than what is missing",
        default=True,
        help="A unit costs what the hub asks for the substitute, at most as much as a "
        "unit of what is missing.",
    )
    date_expire = fields.Datetime(
        "To be answered by",
        required=True,
        compute="_compute_date_expire",
        store=True,
        precompute=True,
        readonly=False,
        help="Who has not answered by then gets nothing else and pays for what came.",
    )
    line_ids = fields.One2many(
        "off.substitution.proposal.line",
        "proposal_id",
        "Customers",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("cycle_id")
    def _compute_products(self):
        for proposal in self:
            cycle = proposal.cycle_id.sudo()
            missing, spare = cycle._get_missing_lines(), cycle._get_spare()
            products = self.env["product.product"]
            proposal.missing_ids = products.union(*(one.product_id for one in missing))
            proposal.spare_ids = products.union(*spare)

    @api.depends("cycle_id", "product_id")
    def _compute_spare_qty(self):
        for proposal in self:
            spare = proposal.cycle_id.sudo()._get_spare() if proposal.product_id else {}
            proposal.spare_qty = float(spare.get(proposal.product_id, 0))

    @api.depends("cycle_id")
    def _compute_date_expire(self):
        now = fields.Datetime.now()
        for proposal in self:
            first = proposal.cycle_id._get_first_pickup() - BEFORE
            latest = max(min(first, now + LONGEST), now + SHORTEST)
            proposal.date_expire = latest.replace(second=0, microsecond=0)

    @api.depends("missing_id", "product_id")
    def _compute_line_ids(self):
        """All who lack it, in the order in which they ordered, as far as it goes."""
        for proposal in self:
            left = Decimal(str(proposal.spare_qty))
            rows = []
            missing = proposal.cycle_id.sudo()._get_missing_lines()
            for line, quantity in missing.items():
                if line.product_id != proposal.missing_id or not proposal.product_id:
                    continue
                part = proposal._get_whole(min(quantity, left))
                left -= part
                rows.append(
                    {
                        "line_id": line.id,
                        "missing_qty": float(quantity),
                        "quantity": float(part),
                    }
                )
            proposal.line_ids = [
                fields.Command.clear(),
                *map(fields.Command.create, rows),
            ]

    def _get_whole(self, quantity):
        """As much of it as there can be: two pears for 2.8 kilograms of apples."""
        whole = quantity.quantize(Decimal(1), ROUND_FLOOR)
        product = self.product_id
        return quantity if product.uom_id._off_has(quantity) else whole

    def action_propose(self):
        self.ensure_one()
        asked = self.line_ids.filtered(lambda row: row.quantity > 0)
        prices = asked._get_prices()
        rows = [
            (row.line_id.sudo(), self.product_id, row.quantity, prices[row])
            for row in asked
        ]
        if not rows:
            raise UserError(self.env._("Say to whom how much of it is proposed."))
        self.cycle_id._propose_substitutes(rows, self.date_expire)
        return self.cycle_id.action_view_substitutions()


class OffSubstitutionProposalLine(models.TransientModel):
    _name = "off.substitution.proposal.line"
    _description = "Customer to Whom a Substitute Is Proposed"

    proposal_id = fields.Many2one(
        "off.substitution.proposal", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one("sale.order.line", required=True, readonly=True)
    order_id = fields.Many2one(related="line_id.order_id")
    partner_id = fields.Many2one(related="line_id.order_id.partner_id")
    missing_qty = fields.Float("Missing", digits="Product Unit", readonly=True)
    quantity = fields.Float("Proposed", digits="Product Unit")

    def _get_prices(self):
        """What a unit of the substitute costs each of these customers, in its price
        level.

        :return: ``{row: price}``
        """
        prices = {}
        for (exchange, level), rows in self.grouped(
            lambda row: (
                row.line_id.sudo().order_id.off_exchange_id,
                row.line_id.sudo().order_id.off_pricelist_id,
            )
        ).items():
            proposal = rows[0].proposal_id
            product, cycle = proposal.product_id.sudo(), proposal.cycle_id.sudo()
            offer = cycle._find_offer(rows[0].line_id.sudo(), product)
            asked = exchange._get_prices(offer, level)[offer]
            for row in rows:
                prices[row] = row._limit_price(asked)
        return prices

    def _limit_price(self, price):
        """``price``, or what a unit of what is missing costs where that is less."""
        if not self.proposal_id.never_dearer:
            return price
        line = self.line_id.sudo()
        unit = line.product_id.uom_id
        return min(price, line.product_uom_id._compute_price(line.price_unit, unit))
