from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, format_date

# What somebody is who was to be told, and has been.
TELLING = {"due": "told", "failed": "told", "lift": "lifted"}


class OffLotRecallRecipient(models.Model):
    """Who is told of a recall, how and when."""

    _name = "off.lot.recall.recipient"
    _description = "Told of a Recall"
    _inherit = ["off.kept.mixin"]
    _order = "kind, channel desc, id"
    _rec_name = "partner_id"

    recall_id = fields.Many2one(
        "off.lot.recall", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Who", required=True, index=True, readonly=True
    )
    kind = fields.Selection(
        [
            ("customer", "Customer"),
            ("producer", "Producer"),
            ("operator", "Other operator"),
        ],
        required=True,
        readonly=True,
    )
    detail = fields.Text("What", readonly=True)
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    channel = fields.Selection(
        [("mail", "By mail"), ("phone", "Only by phone"), ("none", "No contact")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("due", "To be told"),
            ("told", "Told"),
            ("failed", "Failed"),
            ("lift", "To be told that it is lifted"),
            ("lifted", "Told that it is lifted"),
            ("spared", "Lifted before it was told"),
        ],
        "Status",
        default="due",
        required=True,
        readonly=True,
    )
    date_told = fields.Datetime("Told on", readonly=True)
    user_id = fields.Many2one("res.users", "Told by", readonly=True)
    failure = fields.Char(readonly=True)

    _once = models.UniqueIndex(
        "(recall_id, partner_id, kind)", "Everybody is told of a recall once."
    )
    _due = models.Index("(id) WHERE state IN ('due', 'lift') AND channel = 'mail'")

    def action_told(self):
        """Somebody reached them, by phone say."""
        self.recall_id.check_access("write")
        self.env["off.trace"]._get_companies()
        if self.recall_id.filtered(lambda one: one.state == "draft"):
            raise UserError(self.env._("Start the recall first."))
        for state, mine in self.grouped("state").items():
            if state in TELLING:
                mine.sudo().write(
                    {
                        "state": TELLING[state],
                        "date_told": fields.Datetime.now(),
                        "user_id": self.env.uid,
                    }
                )
        return True

    def _lift(self):
        """Who was told is told that it was a false alarm, nobody else is told
        anything."""
        told = self.filtered(lambda one: one.state == "told")
        told.write({"state": "lift", "date_told": False, "user_id": False})
        (self - told).write({"state": "spared"})

    def _get_reached(self):
        """:return: res.partner whose address of mail is used"""
        partner = self.partner_id
        return (
            partner
            if email_normalize(partner.email)
            else (partner.commercial_partner_id)
        )


class OffLotRecall(models.Model):
    """To whom goods went, and of whom they are."""

    _inherit = "off.lot.recall"

    def _make_recipients(self):
        self.env["off.lot.recall.recipient"].create(
            [{"recall_id": self.id, **vals} for vals in self._find_recipients()]
        )

    def _find_recipients(self):
        """Everybody who is to be told.

        :return: list of dicts ``partner_id``, ``kind``, ``channel``, ``detail``
        """
        self.ensure_one()
        if not (self.lot_ids or self.line_ids):
            return []
        trace = self.env["off.trace"].sudo()
        scope = trace._get_scope(
            self.company_id.ids,
            self.lot_ids._origin.sudo(),
            self.line_ids._origin.sudo(),
        )
        had = defaultdict(list)
        for row in self._read_had(trace, scope):
            had[row["partner_id"], "customer"].append(row)
        # Who asked for a recall knows of it.
        for source in () if self.asked_by else self._get_producers(scope):
            had[source, "producer"] = []
        for row in trace._tell_operators(scope):
            company = self.env["res.company"].sudo().browse(row["company_id"] or [])
            if company:
                had[company.partner_id.id, "operator"].append(row)
        people = self.env["res.partner"].sudo().browse({key[0] for key in had})
        channels = {one.id: self._get_channel(one) for one in people}
        langs = {one.id: one.lang or self.env.lang for one in people}
        return [
            {
                "partner_id": partner,
                "kind": kind,
                "channel": channels[partner],
                "detail": self._tell_all_had(rows, langs[partner]),
            }
            for (partner, kind), rows in had.items()
        ]

    def _read_had(self, trace, scope):
        """What was delivered, of orders of cycles and of others. Whoever was only to
        get some of it does not have it."""
        rows = trace._tell_rows(
            scope, trace._read_given(scope["companies"], scope["condition"])
        )
        yield from (row for row in rows if row["date"])
        goods = self.lot_ids.product_id | self.line_ids.product_id
        for row in trace._tell_others(scope):
            if row["partner_id"] and row["quantity"] > 0:
                yield {
                    **row,
                    "product": ", ".join(goods.sudo().mapped("display_name")),
                    "unit": "",
                    "lot": "",
                }

    def _tell_all_had(self, rows, lang):
        """:return: a line for each, in the language of who reads it"""
        speaking = self.with_context(lang=lang)
        return "\n".join(dict.fromkeys(speaking._tell_had(row) for row in rows))

    def _tell_had(self, row):
        if "product" not in row:
            product = self.env["product.product"].sudo().browse(row["product_id"])
            row = {**row, "product": product.display_name, "unit": product.uom_id.name}
        quantity = self.env["product.template"]._off_write_number(row["quantity"])
        told = (
            f"{quantity} {row.get('unit') or ''}".strip(),
            row["product"],
            row.get("lot"),
            row["date"] and format_date(self.env, row["date"]),
            row.get("point"),
        )
        return " · ".join(filter(None, told))

    def _get_producers(self, scope):
        """:return: ids of partners of whom it was received"""
        return {
            one.partner_id
            for one in scope["moved"]
            if one.kinds[0] == "received"
            and one.partner_id
            and (one.lot_id or one.id in scope["lines"].ids)
        }

    def _get_channel(self, partner):
        both = partner | partner.commercial_partner_id
        if any(map(email_normalize, filter(None, both.mapped("email")))):
            return "mail"
        return "phone" if any(both.mapped("phone")) else "none"
