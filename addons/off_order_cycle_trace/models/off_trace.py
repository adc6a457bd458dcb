from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import escape_psql, format_date

KINDS = ("lot", "line", "receipt", "order", "customer")
GROUPS = ("stock.group_stock_user", "sales_team.group_sale_salesman")
FOUND = 50  # of each kind, in a search


class OffTrace(models.AbstractModel):
    """From goods to customers, and back, for the staff of an operator.

    What is read are allocations and stock moves of the operators for which the user
    works, whoever's orders they are: safety of food goes before "own documents only".
    """

    _name = "off.trace"
    _description = "Trace of Goods"

    # -- who may -----------------------------------------------------------------------
    @api.model
    def _get_companies(self):
        """Operators of which the user may trace goods.

        :return: list of ids
        :raises AccessError: for who is no staff with rights on stock or sales
        """
        user = self.env.user
        if not user._is_internal() or not any(map(user.has_group, GROUPS)):
            raise AccessError(
                self.env._(
                    "Traces are for those who work with the stock or the orders of an "
                    "operator. Ask an administrator for rights on stock or sales."
                )
            )
        return self.env.companies.ids

    @api.model
    def _get_subject(self, kind, record_id):
        """What is traced, as long as it is of one's operators.

        :return: a record, with the rights of the system
        :raises UserError: if there is no such thing
        """
        companies = self._get_companies()
        if kind not in KINDS or not isinstance(record_id, int):
            raise UserError(self.env._("There is nothing of this kind to trace."))
        model, domain = {
            "lot": ("stock.lot", [("company_id", "in", [*companies, False])]),
            "line": (
                "stock.move.line",
                [("company_id", "in", companies), ("state", "=", "done")],
            ),
            "receipt": ("stock.picking", [("company_id", "in", companies)]),
            "order": ("sale.order", [("company_id", "in", companies)]),
            "customer": (
                "res.partner",
                [("sale_order_ids.company_id", "in", companies)],
            ),
        }[kind]
        record = (
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search([("id", "=", record_id), *domain], limit=1)
        )
        if not record:
            raise UserError(
                self.env._(
                    "This is not there any more, or is another operator's: search "
                    "again."
                )
            )
        return record

    # -- what the screen asks ----------------------------------------------------------
    @api.model
    @api.readonly
    def get_trace(self, kind, record_id, options=None):
        """All that is known of goods.

        :param kind: ``lot``, ``line`` (of a receipt, for goods without lot),
            ``receipt``, ``order`` or ``customer``
        :param options: dict; ``page`` from 1, of customers; for a customer
            ``date_from`` and ``date_to`` as days
        :return: dict for the screen, see ``off_trace_forward`` and ``off_trace_back``
        """
        record = self._get_subject(kind, record_id)
        options = options if isinstance(options, dict) else {}
        if kind in ("order", "customer"):
            told = self._trace_back(record, options)
        else:
            told = self._trace_forward(record, options)
        return {"kind": kind, "id": record.id, "title": self._get_title(record), **told}

    @api.model
    def _get_title(self, record):
        if record._name == "stock.move.line":
            return f"{record.product_id.display_name} — {record.reference}"
        if record._name == "stock.lot":
            return f"{record.product_id.display_name} — {record.name}"
        return record.display_name

    @api.model
    @api.readonly
    def find(self, text="", date_from=None, date_to=None):
        """Goods, orders and customers by what one remembers of them.

        :param text: part of a name of a lot, product, producer, receipt, order or
            customer
        :param date_from, date_to: days on which goods were received
        :return: list of ``{"kind", "id", "name", "detail"}``
        """
        companies = self._get_companies()
        text = text.strip() if isinstance(text, str) else ""
        found = self._find_goods(companies, text, date_from, date_to)
        if text:
            found += self._find_orders(companies, text)
        return found

    def _find_goods(self, companies, text, date_from, date_to):
        domain = [
            ("company_id", "in", companies),
            ("state", "=", "done"),
            ("location_id.usage", "in", ("supplier", "transit", "production")),
            ("location_dest_id.usage", "=", "internal"),
        ]
        domain += self._get_days("date", date_from, date_to)
        if text:
            # What was typed, not a pattern: “_” is in numbers of lots.
            typed = escape_psql(self._read_name(text))
            domain += ["|"] * 5 + [
                (path, "ilike", typed)
                for path in (
                    "lot_id.name",
                    "product_id.name",
                    "product_id.default_code",
                    "product_id.off_producer_id.name",
                    "picking_id.partner_id.name",
                    "picking_id.name",
                )
            ]
        Line = self.env["stock.move.line"].sudo()
        lines = Line.search(domain, order="date desc, id desc", limit=4 * FOUND)
        found = {}
        for line in lines:
            lot = line.lot_id
            key = ("lot", lot.id) if lot else ("line", line.id)
            told = (
                lot.name,
                line.picking_id.partner_id.name or line.product_id.off_producer_id.name,
                line.reference,
                format_date(self.env, self._tell_day(line.date)),
            )
            found.setdefault(
                key,
                {
                    "kind": key[0],
                    "id": key[1],
                    "name": line.product_id.display_name,
                    "detail": " · ".join(filter(None, told)),
                },
            )
        return list(found.values())[:FOUND]

    def _get_days(self, name, date_from, date_to):
        """Domain of moments from one day to another; what is no day is no limit."""
        domain = []
        for operator, day, clock in (
            (">=", date_from, time.min),
            ("<=", date_to, time.max),
        ):
            try:
                day = fields.Date.to_date(day)
            except (TypeError, ValueError):
                continue
            if day:
                moment = datetime.combine(day, clock).replace(microsecond=0)
                domain.append((name, operator, moment))
        return domain

    def _read_name(self, text):
        """What somebody copied from the screen, “[CAR-01] Carrots”, without its
        reference; the reference where there is nothing else."""
        reference, mark, name = text.removeprefix("[").partition("]")
        if not (text.startswith("[") and mark):
            return text
        return name.strip() or reference

    def _find_orders(self, companies, text):
        text = escape_psql(text)
        own = [("company_id", "in", companies), ("state", "=", "sale")]
        Order = self.env["sale.order"].sudo()
        orders = Order.search([*own, ("name", "ilike", text)], limit=FOUND)
        partners = Order._read_group(
            [*own, ("partner_id.complete_name", "ilike", text)],
            ["partner_id"],
            limit=FOUND,
        )
        return [
            {
                "kind": "order",
                "id": order.id,
                "name": order.name,
                "detail": order.partner_id.display_name,
            }
            for order in orders
        ] + [
            {
                "kind": "customer",
                "id": partner.id,
                "name": partner.display_name,
                "detail": partner.city or "",
            }
            for (partner,) in partners
        ]
