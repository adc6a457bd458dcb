from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

FOUND = 8
USUAL_CYCLES = 3


class OffExchange(models.Model):
    """The grid in which staff types orders: for whom, and what they cost."""

    _inherit = "off.exchange"

    @api.readonly
    def find_grid_customers(self, text):
        """Customers whose name, phone or mail has ``text``, among those whom the user
        may see.

        :return: ``[{"partner": id, "name", "detail": how to tell it from others}]``
        """
        self._get_desk()
        text = str(text).strip()
        if not text:
            return []
        Partner = self.env["res.partner"]
        found = Partner.search_fetch(
            Domain.OR(
                Domain(name, "ilike", text)
                for name in ("complete_name", "email", "phone")
            )
            & Domain("type", "=", "contact"),
            ["complete_name", "email", "phone", "city"],
            limit=FOUND,
        )
        return [self._tell_customer(partner) for partner in found]

    @api.readonly
    def get_usual_grid_customers(self):
        """Who ordered at this hub in its last cycles, not in this one.

        :return: as ``find_grid_customers``
        """
        desk = self._get_desk()
        last = desk.search(
            [
                ("hub_id", "=", desk.hub_id.id),
                ("direction", "=", "outgoing"),
                ("id", "!=", desk.id),
                ("cycle_id.date_open", "<", desk.cycle_id.date_open),
                ("cycle_id.state", "not in", ("draft", "cancel")),
            ],
            order="id desc",
            limit=USUAL_CYCLES,
        )
        rows = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("off_exchange_id", "in", (last | desk).ids), ("state", "=", "sale")],
                ["partner_id", "off_exchange_id"],
            )
        )
        here = {partner for partner, edge in rows if edge == desk}
        usual = {partner.id for partner, _edge in rows if partner not in here}
        partners = self.env["res.partner"].search([("id", "in", list(usual))])
        return [self._tell_customer(partner) for partner in partners]

    def _tell_customer(self, partner):
        details = (partner.phone, partner.email, partner.city)
        return {
            "partner": partner.id,
            "name": partner.display_name,
            "detail": " · ".join(filter(None, details)),
        }

    def create_grid_customer(self, name, phone="", email=""):
        """A customer who has not ordered here yet.

        :return: as one of ``find_grid_customers``
        :raise UserError: without a name, with an address that is none or known already
        """
        desk = self._get_desk()
        name, phone, email = (str(text or "").strip() for text in (name, phone, email))
        if not name:
            raise UserError(self.env._("Write the name of the customer."))
        if email and not email_normalize(email):
            raise UserError(
                self.env._(
                    "“%s” is not a mail address. Correct it or leave it empty.", email
                )
            )
        Partner = self.env["res.partner"].with_company(desk.company_id)
        known = email and Partner.search(
            [("email_normalized", "=", email_normalize(email))], limit=1
        )
        if known:
            raise UserError(
                self.env._(
                    "%(customer)s has the address %(email)s already: search for this "
                    "name instead.",
                    customer=known.display_name,
                    email=email,
                )
            )
        partner = Partner.create({"name": name, "phone": phone, "email": email})
        return self._tell_customer(partner)

    @api.readonly
    def quote_order_grid(self, rows):
        """What rows would cost that are not saved yet.

        :param rows: as ``save_order_grid`` has them
        :return: ``{key: total with fees}``
        """
        desk = self._get_desk()
        totals = {}
        typed = desk._read_grid_rows(self.env, rows)
        partners = self.env["res.partner"].union(*(row.partner for row in typed))
        seen = desk._for_customers(partners)
        for row in typed:
            # An order keeps its price level, a new one has that of its customer.
            edge = desk if row.order else seen[row.partner]
            quote = row.cells and edge._quote(row.cells, row.order)
            totals[row.key] = quote["total"] if quote else 0.0
        return totals
