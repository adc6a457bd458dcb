from odoo import fields, models
from odoo.tools import SQL


class OffOperatorBalance(models.Model):
    """What two operators of this database owe each other, as each has it in its books.

    They agree where ``difference`` is nothing: each document of the one has its mirror
    with the other. An operator sees of another one's books what concerns itself.
    """

    _name = "off.operator.balance"
    _description = "Balance Between Operators"
    _auto = False
    _order = "company_id, other_id"
    _rec_name = "other_id"
    _depends = {
        "account.account": ["account_type"],
        "account.move": ["company_id", "partner_id", "state", "move_type"],
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "parent_state",
            "partner_id",
        ],
        "res.company": ["currency_id", "off_is_operator", "partner_id"],
    }

    company_id = fields.Many2one("res.company", "Operator", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    other_id = fields.Many2one("res.partner", "Other operator", readonly=True)
    ours = fields.Monetary(
        "In our books", readonly=True, help="Above zero: the other one owes us."
    )
    theirs = fields.Monetary(
        "In their books", readonly=True, help="Above zero: we owe the other one."
    )
    difference = fields.Monetary(readonly=True)
    drafts = fields.Integer(
        "Not posted", readonly=True, help="Documents of ours that are drafts."
    )
    their_drafts = fields.Integer("Not posted there", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH operator AS (
                SELECT id, partner_id, currency_id FROM res_company
                 WHERE off_is_operator
            ), side AS (
                SELECT l.company_id, other.id AS other_id, SUM(l.balance) AS balance
                  FROM account_move_line l
                  JOIN operator own ON own.id = l.company_id
                  JOIN operator other ON other.partner_id = l.partner_id
                  JOIN account_account a ON a.id = l.account_id
                 WHERE l.parent_state = 'posted' AND other.id <> own.id
                   AND a.account_type IN ('asset_receivable', 'liability_payable')
                 GROUP BY l.company_id, other.id
            ), draft AS (
                SELECT m.company_id, other.id AS other_id, COUNT(*) AS number
                  FROM account_move m
                  JOIN operator own ON own.id = m.company_id
                  JOIN operator other ON other.partner_id = m.partner_id
                 WHERE m.state = 'draft' AND other.id <> own.id
                   AND m.move_type <> 'entry'
                 GROUP BY m.company_id, other.id
            ), pair AS (
                SELECT company_id, other_id FROM side
                 UNION SELECT other_id, company_id FROM side
                 UNION SELECT company_id, other_id FROM draft
                 UNION SELECT other_id, company_id FROM draft
            )
            SELECT pair.company_id * 100000 + pair.other_id AS id, pair.company_id,
                   own.currency_id, other.partner_id AS other_id,
                   COALESCE(mine.balance, 0) AS ours,
                   CASE WHEN other.currency_id = own.currency_id
                        THEN -COALESCE(twin.balance, 0) END AS theirs,
                   CASE WHEN other.currency_id = own.currency_id
                        THEN COALESCE(mine.balance, 0) + COALESCE(twin.balance, 0)
                   END AS difference,
                   COALESCE(open.number, 0) AS drafts,
                   COALESCE(there.number, 0) AS their_drafts
              FROM pair
              JOIN operator own ON own.id = pair.company_id
              JOIN operator other ON other.id = pair.other_id
              LEFT JOIN side mine ON mine.company_id = pair.company_id
                                 AND mine.other_id = pair.other_id
              LEFT JOIN side twin ON twin.company_id = pair.other_id
                                 AND twin.other_id = pair.company_id
              LEFT JOIN draft open ON open.company_id = pair.company_id
                                  AND open.other_id = pair.other_id
              LEFT JOIN draft there ON there.company_id = pair.other_id
                                   AND there.other_id = pair.company_id"""
        )

    def action_view_items(self):
        """Our journal items with the other operator."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_moves_all"
        )
        return action | {
            "name": self.other_id.display_name,
            "domain": [
                ("partner_id", "=", self.other_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "!=", "cancel"),
                (
                    "account_id.account_type",
                    "in",
                    ("asset_receivable", "liability_payable"),
                ),
            ],
            "context": {"create": False},
        }
