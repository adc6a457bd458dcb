from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command


class OffPickupPoint(models.Model):
    """A pickup point with a till of its own: a cash journal whose account holds what
    lies in it, to the cent, from the moment it is taken."""

    _inherit = "off.pickup.point"

    currency_id = fields.Many2one(related="company_id.currency_id")
    till_journal_id = fields.Many2one(
        "account.journal",
        "Till",
        copy=False,
        ondelete="restrict",
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        groups="off_hub_network.group_user",
        help="What is paid in cash at this point lies here, and not in a till that is "
        "shared with others.",
    )
    till_float = fields.Monetary(
        "Float",
        groups="off_hub_network.group_user",
        help="What stays in the till to give change.",
    )
    till_balance = fields.Monetary(
        "In the till",
        compute="_compute_till",
        groups="off_hub_network.group_user",
    )
    till_surplus = fields.Monetary(
        "Beyond the float",
        compute="_compute_till",
        groups="off_hub_network.group_user",
        help="What can be brought to the bank.",
    )
    till_count_id = fields.Many2one(
        "off.pickup.count",
        "Last count",
        compute="_compute_till_count_id",
        groups="off_hub_network.group_user",
    )
    till_counted_on = fields.Datetime(
        "Counted on",
        compute="_compute_till_count_id",
        groups="off_hub_network.group_user",
    )

    _till_float_positive = models.Constraint(
        "CHECK (till_float >= 0)", "The float of a till cannot be negative."
    )
    _till_uniq = models.UniqueIndex(
        "(till_journal_id) WHERE till_journal_id IS NOT NULL",
        "Another pickup point has this till: each has its own.",
    )

    @api.depends("till_journal_id", "till_float")
    def _compute_till(self):
        balances = self.sudo().till_journal_id._off_get_cash()
        for point in self:
            balance = 0.0
            # A window that is not saved asks nobody whether its point may be read.
            if point.sudo().company_id in self.env.companies:
                balance = balances.get(point.sudo().till_journal_id, 0.0)
            point.till_balance = balance
            point.till_surplus = max(balance - point.till_float, 0.0)

    @api.depends("till_journal_id")
    def _compute_till_count_id(self):
        last = {
            journal: self.env["off.pickup.count"].browse(count)
            for journal, count in self.env["off.pickup.count"]._read_group(
                [("journal_id", "in", self.till_journal_id.ids)],
                ["journal_id"],
                ["id:max"],
            )
        }
        for point in self:
            count = last.get(point.till_journal_id, self.env["off.pickup.count"])
            point.till_count_id = count
            point.till_counted_on = count.date

    @api.constrains("till_journal_id", "hub_id")
    def _check_till_journal(self):
        for point in self.sudo().filtered("till_journal_id"):
            journal = point.till_journal_id
            if journal.company_id != point.company_id or journal.type != "cash":
                raise ValidationError(
                    self.env._(
                        "%(journal)s cannot be the till of %(point)s: choose a cash "
                        "journal of %(operator)s.",
                        journal=journal.name,
                        point=point.name,
                        operator=point.company_id.name,
                    )
                )
            journal._off_check_till()

    # -- steps -------------------------------------------------------------------------
    def action_give_till(self):
        """Make a cash journal for each of these points that has none."""
        self.check_access("write")
        for point in self.filtered(lambda one: not one.till_journal_id):
            point.till_journal_id = point.sudo()._create_till()
        return True

    def _create_till(self):
        company = self.company_id
        if not company.chart_template:
            raise UserError(
                self.env._(
                    "%s has no chart of accounts yet: set it up as operator first.",
                    company.name,
                )
            )
        Journal = self.env["account.journal"].with_company(company)
        taken = set(Journal.search([("company_id", "=", company.id)]).mapped("code"))
        codes = (f"TI{number:02}" for number in range(1, 100))
        journal = Journal.create(
            {
                "name": self.env._("Till %s", self.name),
                "type": "cash",
                "code": next(one for one in codes if one not in taken),
                "company_id": company.id,
            }
        )
        # What is taken lies in the till at once: nothing has to confirm it.
        lines = journal.inbound_payment_method_line_ids
        lines |= journal.outbound_payment_method_line_ids
        lines.payment_account_id = journal.default_account_id
        return journal

    def action_count_till(self):
        return self._action_till("off_order_cycle_cash.off_till_count_action")

    def action_deposit(self):
        return self._action_till(
            "off_order_cycle_cash.off_till_move_action", default_kind="deposit"
        )

    def action_put_in(self):
        return self._action_till(
            "off_order_cycle_cash.off_till_move_action", default_kind="float"
        )

    def _action_till(self, xmlid, **context):
        self.ensure_one()
        self._check_may_keep_till()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "context": {"default_point_id": self.id, **context}}

    def _check_may_keep_till(self):
        """Who manages hubs of this operator keeps its tills, and who keeps its
        books."""
        self.ensure_one()
        if not self.sudo().till_journal_id:
            raise UserError(self.env._("%s has no till of its own.", self.name))
        user = self.env.user
        allowed = user.has_group("off_hub_network.group_hub_manager") or user.has_group(
            "account.group_account_invoice"
        )
        if not allowed or self.sudo().company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "Only who manages the hub or keeps its books counts and empties "
                    "its tills."
                )
            )

    def action_view_cash_book(self):
        """All that went in and out of the till, with the balance."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_cash.cash_book_action"
        )
        account = self.sudo().till_journal_id.default_account_id
        return {
            **action,
            "domain": [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
            ],
        }


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _off_lock_tills(self):
        """Call it before what lies there is read: of two who count or empty a till at
        once, the second begins anew and sees what the first did."""
        self.env.cr.execute(
            "UPDATE account_journal SET write_date = write_date WHERE id = ANY(%s)",
            [self.ids],
        )

    def _off_get_cash(self):
        """:return: ``{journal: what lies in the till by the ledger}``"""
        by_account = {
            account: balance
            for account, balance in self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("account_id", "in", self.default_account_id.ids),
                    ("parent_state", "=", "posted"),
                ],
                ["account_id"],
                ["balance:sum"],
            )
        }
        return {
            one: one.company_id.currency_id.round(
                by_account.get(one.default_account_id, 0.0)
            )
            for one in self
        }

    def _off_check_till(self):
        """Raise where what is taken waits on another account than the till's."""
        lines = self.inbound_payment_method_line_ids
        lines |= self.outbound_payment_method_line_ids
        wrong = lines.filtered(
            lambda one: one.payment_account_id != one.journal_id.default_account_id
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "%(journal)s: let its payments be booked on %(account)s, the "
                    "account of the till, or press “Give it a till”.",
                    journal=wrong[0].journal_id.name,
                    account=wrong[0].journal_id.default_account_id.display_name,
                )
            )

    def _off_book_cash(self, amount, counterpart, date, reason):
        """Book what went into this till, or out of it.

        :param amount: in the currency of the operator, below zero for out of it
        :param counterpart: account.account
        :return: account.move, posted
        """
        self.ensure_one()
        move = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self.id,
                    "company_id": self.company_id.id,
                    "date": date,
                    "ref": reason,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "name": reason,
                                "balance": balance,
                            }
                        )
                        for account, balance in (
                            (self.default_account_id, amount),
                            (counterpart, -amount),
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move
