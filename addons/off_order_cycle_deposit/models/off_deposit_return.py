from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..engine.deposits import take_oldest


class OffDepositReturn(models.Model):
    """Containers that came back: of one line of deposits, at the price that was paid
    for them (rule 25).

    What one household brings is one credit note and a row for each line that it is
    of, the oldest first.
    """

    _name = "off.deposit.return"
    _description = "Containers That Came Back"
    _inherit = ["off.kept.mixin"]
    _order = "date desc, id desc"
    _rec_name = "product_id"

    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Deposit",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    order_id = fields.Many2one(
        related="sale_line_id.order_id", store=True, index=True, string="Order"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id",
        store=True,
        index=True,
        string="Customer",
    )
    product_id = fields.Many2one(
        related="sale_line_id.product_id", store=True, string="Container"
    )
    quantity = fields.Integer(required=True, readonly=True)
    price = fields.Monetary("Deposit of one", required=True, readonly=True)
    amount = fields.Monetary("Given back", compute="_compute_amount", store=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    move_id = fields.Many2one(
        "account.move",
        string="Credit note",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    is_undone = fields.Boolean("Undone", readonly=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Containers that came back are one or more."
    )

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for row in self:
            row.amount = row.currency_id.round(row.quantity * row.price)

    # -- what is out -------------------------------------------------------------------
    @api.model
    def _get_out_lines(self, company, partners, containers=None):
        """Lines of deposits of which containers are out, oldest first.

        :param partners: commercial partners
        :return: sale.order.line, with sudo
        """
        domain = [
            ("off_is_deposit", "=", True),
            ("company_id", "=", company.id),
            ("state", "=", "sale"),
            ("qty_delivered", ">", 0),
            ("order_partner_id", "child_of", partners.commercial_partner_id.ids),
        ]
        if containers is not None:
            domain.append(("product_id", "in", containers.ids))
        lines = self.env["sale.order.line"].sudo().search(domain)
        return lines.filtered(lambda line: line._off_get_left() > 0).sorted(
            lambda line: (line.order_id.effective_date or line.create_date, line.id)
        )

    @api.model
    def _get_out(self, company, partner):
        """:return: ``{container: how many ``partner`` has}``"""
        out = defaultdict(int)
        for line in self._get_out_lines(company, partner):
            out[line.product_id] += line._off_get_left()
        return dict(out)

    # -- taking back -------------------------------------------------------------------
    @api.model
    def _take_back(self, company, partner, brought):
        """Note what a household brought back, and give its deposit back by a credit
        note, which its next invoice takes up. Who calls it has checked who may.

        :param brought: ``{container: how many}``
        :return: the rows
        :raise UserError: more than are out; nothing is noted then
        """
        partner = partner.sudo().commercial_partner_id
        brought = {one: number for one, number in brought.items() if number}
        if not brought or any(number < 0 for number in brought.values()):
            raise UserError(
                self.env._("Say how many containers came back: 1 or more of one kind.")
            )
        containers = self.env["product.product"].union(*brought)
        lines = self._get_out_lines(company, partner, containers)
        by_container = lines.grouped("product_id")
        taken = []
        for container, number in brought.items():
            mine = by_container.get(container, lines.browse())
            out = sum(line._off_get_left() for line in mine)
            if number > out:
                raise UserError(self._tell_too_many(partner, container, number, out))
            taken += take_oldest([(one, one._off_get_left()) for one in mine], number)
        self._draw(taken)
        rows = self.sudo().create(
            [
                {
                    "sale_line_id": line.id,
                    "quantity": number,
                    "price": line.price_unit,
                }
                for line, number in taken
            ]
        )
        rows._create_credit_note()
        return rows.with_env(self.env)

    def _tell_too_many(self, partner, container, number, out):
        return self.env._(
            "%(customer)s has %(out)s × %(container)s out, and %(number)s cannot come "
            "back. What was bought elsewhere is not taken back here.",
            customer=partner.display_name,
            out=out,
            container=container.sudo()
            .with_context(display_default_code=False)
            .display_name,
            number=number,
        )

    def _draw(self, taken):
        """Count as come back, in one statement with the check that it is out: of two
        who take the same containers back at once, one begins anew.

        :param taken: list of (sale.order.line, how many, negative to undo)
        """
        self.env.flush_all()
        rows = sorted((line.id, number) for line, number in taken)
        self.env.cr.execute(
            SQL(
                """
                UPDATE sale_order_line line
                   SET off_returned_qty = COALESCE(line.off_returned_qty, 0)
                                          + asked.number
                  FROM (VALUES %s) AS asked (id, number)
                 WHERE line.id = asked.id
                   AND COALESCE(line.off_returned_qty, 0) + asked.number
                       BETWEEN 0 AND line.qty_delivered
                """,
                SQL(", ").join(SQL("(%s, %s)", *row) for row in rows),
            )
        )
        done = self.env.cr.rowcount
        self.env["sale.order.line"].invalidate_model(["off_returned_qty"])
        if done != len(rows):
            raise UserError(
                self.env._(
                    "Somebody else noted these containers meanwhile. Look at what is "
                    "out and try again."
                )
            )

    def _create_credit_note(self):
        """One of what a household brought."""
        company, order = self.company_id, self.order_id[-1:]
        account = company._off_get_deposit_account()
        move = (
            self.env["account.move"]
            .sudo()
            .with_company(company)
            .create(
                {
                    "move_type": "out_refund",
                    "partner_id": order.partner_invoice_id.id,
                    "currency_id": order.currency_id.id,
                    "invoice_date": fields.Date.context_today(self),
                    "invoice_origin": ", ".join(self.order_id.mapped("name")),
                    "off_is_deposit_return": True,
                    "invoice_line_ids": [
                        Command.create(row._prepare_credit_line(account))
                        for row in self
                    ],
                }
            )
        )
        move.action_post()
        self.move_id = move

    def _prepare_credit_line(self, account):
        """Not tied to the order line: what came back was delivered all the same, and is
        not invoiced again."""
        line = self.sale_line_id
        return {
            "product_id": line.product_id.id,
            "name": f"{line.name} ({line.order_id.name})",
            "quantity": self.quantity,
            "price_unit": self.price,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "account_id": account.id,
        }

    # -- a mistake ---------------------------------------------------------------------
    def action_undo(self):
        """Take back what was noted by mistake, with all that its credit note gave."""
        self.check_access("read")
        self._check_manager()
        rows = self.sudo().search(
            [("move_id", "in", self.sudo().move_id.ids), ("is_undone", "=", False)]
        )
        if not rows:
            raise UserError(self.env._("This was undone already."))
        self._draw([(row.sale_line_id, -row.quantity) for row in rows])
        for move in rows.move_id:
            move._reverse_moves(
                [{"invoice_date": fields.Date.context_today(self)}], cancel=True
            )
        rows.is_undone = True
        return True

    def _check_manager(self):
        """Who notes containers manages hubs of the operator."""
        if not self.env.su and not self.env.user.has_group(
            "off_hub_network.group_hub_manager"
        ):
            raise UserError(
                self.env._("Only who manages hubs notes containers that came back.")
            )


class AccountMove(models.Model):
    _inherit = "account.move"

    off_is_deposit_return = fields.Boolean(
        "Gives back deposits", readonly=True, copy=False
    )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        if "off_returned_qty" in vals and not self.env.su:
            raise UserError(
                self.env._("What came back follows from what is noted, not by hand.")
            )
        return super().write(vals)
