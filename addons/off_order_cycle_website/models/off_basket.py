import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OffBasket(models.Model):
    """What somebody has chosen in a cycle and not ordered yet.

    It holds wishes only: nothing is reserved, nothing priced, no document made. Each
    change is one small statement, so that hundreds may fill baskets in the last hour
    without a quotation each in the operator's sales.
    """

    _name = "off.basket"
    _description = "Basket"
    _inherit = ["off.kept.mixin"]
    _order = "write_date desc, id desc"
    _rec_name = "exchange_id"

    exchange_id = fields.Many2one(
        "off.exchange", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        help="Empty as long as its owner has not logged in.",
    )
    token = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="By which the browser of a visitor finds it.",
    )
    slot_id = fields.Many2one(
        "off.pickup.slot", string="Pickup", ondelete="set null", readonly=True
    )
    line_ids = fields.One2many("off.basket.line", "basket_id", string="Products")

    _owner = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (token IS NULL))",
        "A basket belongs to a customer or to a visitor.",
    )
    _partner_uniq = models.UniqueIndex(
        "(exchange_id, partner_id)", "This customer has a basket here already."
    )
    _token_uniq = models.UniqueIndex("(token)", "Another basket has this key.")

    @api.model
    def _find(self, exchange, partner=None, token=None):
        """The basket of a customer, or of the visitor who knows its token."""
        if partner:
            owner = ("partner_id", "=", partner.id)
        elif token:
            owner = ("token", "=", token)
        else:
            return self.browse()
        return self.sudo().search([("exchange_id", "=", exchange.id), owner], limit=1)

    @api.model
    def _ensure(self, exchange, partner=None, token=None):
        """``_find``, or a new one. Two tabs that begin at once get the same."""
        found = self._find(exchange, partner, token)
        if found:
            return found
        values = {
            "exchange_id": exchange.id,
            "company_id": exchange.company_id.id,
            "cycle_id": exchange.cycle_id.id,
            "partner_id": partner.id if partner else None,
            "token": None if partner else secrets.token_urlsafe(24),
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO off_basket (%s, create_date, write_date)"
                " VALUES (%s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')"
                " ON CONFLICT (exchange_id, partner_id) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(values.values()),
            )
        )
        row = self.env.cr.fetchone()
        return self.sudo().browse(row[0]) if row else self._find(exchange, partner)

    def _get_quantities(self):
        """:return: ``{off.offer id: whole units}``, what is chosen"""
        return {offer: quantity for offer, quantity, _more in self._read_lines()}

    def _get_tolerances(self):
        """:return: ``{off.offer id: whole units}`` accepted on top of what is chosen"""
        return {offer: more for offer, _quantity, more in self._read_lines() if more}

    def _read_lines(self):
        """:return: list of (off.offer id, quantity, tolerance), as they were chosen"""
        return self.env.execute_query(
            SQL(
                "SELECT offer_id, quantity, tolerance FROM off_basket_line"
                " WHERE basket_id = ANY(%s) AND quantity > 0 ORDER BY id",
                self.ids,
            )
        )

    def _set_quantities(self, quantities, tolerances=None):
        """Choose so many of some offers; the others stay as they are.

        :param quantities: ``{off.offer id of this exchange: whole units, 0 for none}``
        :param tolerances: ``{off.offer id: whole units}`` accepted on top of some of
            them; of the others they stay as they are
        :raise UserError: an offer is not of this exchange
        """
        self.ensure_one()
        if not quantities:
            return
        self._check_sold(quantities)
        tolerances = tolerances or {}
        self.env.cr.execute(
            SQL(
                "WITH chosen AS ("
                "INSERT INTO off_basket_line"
                " (basket_id, offer_id, company_id, quantity, tolerance, create_uid,"
                " write_uid, create_date, write_date)"
                " SELECT %(basket)s, offer, %(company)s, quantity,"
                " COALESCE(tolerance, 0), %(uid)s, %(uid)s, %(now)s, %(now)s"
                " FROM (VALUES %(rows)s) AS asked (offer, quantity, tolerance)"
                # Two tabs of one customer do not wait for each other in a ring.
                " ORDER BY offer"
                " ON CONFLICT (basket_id, offer_id) DO UPDATE SET"
                " quantity = EXCLUDED.quantity,"
                " tolerance = CASE WHEN EXCLUDED.offer_id = ANY(%(told)s)"
                " THEN EXCLUDED.tolerance ELSE off_basket_line.tolerance END,"
                " write_uid = EXCLUDED.write_uid,"
                " write_date = EXCLUDED.write_date"
                ") UPDATE off_basket SET write_date = %(now)s WHERE id = %(basket)s",
                basket=self.id,
                company=self.company_id.id,
                uid=self.env.uid,
                now=SQL("now() AT TIME ZONE 'UTC'"),
                told=list(tolerances),
                rows=SQL(", ").join(
                    SQL(
                        "(%s, %s, %s::int)",
                        offer,
                        int(quantity),
                        tolerances.get(offer),
                    )
                    for offer, quantity in quantities.items()
                ),
            )
        )
        self.invalidate_recordset(["line_ids", "write_date"])
        self.env["off.basket.line"].invalidate_model()

    def _check_sold(self, offers):
        """:param offers: ids of off.offer"""
        asked = list(offers)
        sold = (
            self.env["off.offer"]
            .sudo()
            ._search([("id", "in", asked), ("exchange_id", "=", self.exchange_id.id)])
        )
        if len(self.env.execute_query(sold.select())) != len(asked):
            raise UserError(
                self.env._(
                    "A product that you chose is no longer sold in this cycle: load "
                    "the page again to see what is."
                )
            )

    def _give_to(self, partner):
        """A visitor has logged in: what was chosen before is the customer's.

        Where the customer had a basket here already, what the visitor chose comes to
        it: of a product in both, the greater quantity is kept.
        """
        for basket in self:
            mine = self._find(basket.exchange_id, partner)
            if not mine:
                basket.write({"partner_id": partner.id, "token": False})
                continue
            chosen, on_top = mine._get_quantities(), mine._get_tolerances()
            mine._set_quantities(
                {
                    offer: max(quantity, chosen.get(offer, 0))
                    for offer, quantity in basket._get_quantities().items()
                },
                {
                    offer: max(quantity, on_top.get(offer, 0))
                    for offer, quantity in basket._get_tolerances().items()
                },
            )
            basket.unlink()

    @api.autovacuum
    def _gc_baskets(self):
        """Drop baskets of sales that are over."""
        over = self.sudo().search(
            [("cycle_id.state", "in", ("distributed", "settled", "cancel"))], limit=1000
        )
        over.unlink()
        return len(over), int(len(over) == 1000)
