from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain

from ..engine.package import Column

BATCH = 1000
KINDS = {
    "boolean": "boolean",
    "integer": "integer",
    "float": "number",
    "monetary": "number",
    "date": "date",
    "datetime": "datetime",
    "char": "string",
    "text": "string",
    "html": "string",
    "selection": "string",
    "many2one": "integer",
    "many2one_reference": "integer",
    "many2many": "string",
}
# What tells nothing of the operator, or lets somebody in.
NOISE = {"create_uid", "write_uid", "message_main_attachment_id", "access_url"}
SECRET = ("token", "password", "secret", "signup")


@dataclass
class Table:
    """What an export holds of a model.

    :param domain: Domain of the rows
    :param names: fields; all that are stored where it is None
    :param extra: further fields, computed ones
    """

    name: str
    model: str
    domain: object
    names: tuple = None
    extra: tuple = ()


class OffDataExport(models.AbstractModel):
    """Which tables hold the data of an operator, read as its user may read them."""

    _name = "off.data.export.tables"
    _description = "Tables of an Export"

    @api.model
    def _get_tables(self, company):
        """Hook: list of Table. What is not named here comes by itself where it is a
        model of the project that bears the operator."""
        own = Domain("company_id", "=", company.id)
        tables = [
            Table("operator", "res.company", Domain("id", "=", company.id)),
            Table("hubs", "off.hub", own),
            Table("members", "off.hub.customer", own),
            Table("cycles", "off.order.cycle", Domain("company_ids", "in", company.id)),
            Table("exchanges", "off.exchange", own),
            Table("offers", "off.offer", own),
            Table("pickup_points", "off.pickup.point", own),
            Table("pickups", "off.pickup.slot", own),
            Table("catalogue", "off.catalog.item", own),
            Table("orders", "sale.order", own),
            Table("order_lines", "sale.order.line", own),
            Table("purchases", "purchase.order", own),
            Table("purchase_lines", "purchase.order.line", own),
            Table("transfers", "stock.picking", own),
            Table("stock_moves", "stock.move", own),
            Table("stock_move_lines", "stock.move.line", own),
            Table("lots", "stock.lot", own),
            Table("stock", "stock.quant", own),
            Table(
                "accounts",
                "account.account",
                Domain("company_ids", "in", company.id),
                extra=("code",),
            ),
            Table("journals", "account.journal", own),
            Table("taxes", "account.tax", own),
            # Others refer to entries; invoices are those of them that are one.
            Table("entries", "account.move", own),
            Table("invoices", "account.move", own & Domain("move_type", "!=", "entry")),
            Table("journal_items", "account.move.line", own),
            Table("reconciliations", "account.partial.reconcile", own),
            Table("payments", "account.payment", own),
            Table("bank_lines", "account.bank.statement.line", own),
        ]
        tables += self._get_other_tables(company, {table.model for table in tables})
        return tables + self._get_shared_tables(company, tables)

    def _get_other_tables(self, company, known):
        tables = []
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if (
                not name.startswith("off.")
                or name in known
                or name.startswith("off.data.export")
                or Model._abstract
                or Model._transient
                or not Model._auto
            ):
                continue
            owner = Model._fields.get("company_id")
            if owner and owner.store and owner.comodel_name == "res.company":
                tables.append(
                    Table(
                        name.removeprefix("off.").replace(".", "_"),
                        name,
                        Domain("company_id", "=", company.id),
                    )
                )
        return tables

    def _get_shared_tables(self, company, tables):
        """People and products, which have no company: those that the other tables name,
        and those whom the operator serves or introduced."""
        people = (
            Domain("off_company_ids", "in", company.ids)
            | Domain("off_keeper_company_id", "=", company.id)
            | Domain("ref_company_ids", "in", company.ids)
            | self._get_named(tables, "res.partner")
        )
        people |= Domain("parent_id", "any", people)
        variants = (
            Domain("company_id", "=", company.id)
            | Domain("off_producer_id.off_keeper_company_id", "=", company.id)
            | self._get_named(tables, "product.product")
        )
        templates = Domain(
            "product_variant_ids",
            "any",
            variants,
        )
        return [
            Table("contacts", "res.partner", people),
            Table(
                "producers",
                "res.partner",
                people & Domain("off_is_producer", "=", True),
                ("name", "company_registry", "email", "phone", "website", "street")
                + ("street2", "zip", "city", "off_practices", "off_story")
                + ("off_opening_hours", "off_keeper_company_id"),
            ),
            Table(
                "bank_accounts", "res.partner.bank", Domain("partner_id", "any", people)
            ),
            Table("products", "product.template", templates),
            Table("variants", "product.product", variants, extra=("display_name",)),
        ]

    def _get_named(self, tables, comodel):
        """Records of ``comodel`` that rows of other tables name."""
        domain = Domain.FALSE
        for table in tables:
            Model = self.env[table.model]
            if not Model.has_access("read"):
                continue
            for name, field in Model._fields.items():
                if (
                    field.type == "many2one"
                    and field.comodel_name == comodel
                    and field.store
                    and field.column_type
                    and not field.company_dependent
                    and Model._has_field_access(field, "read")
                ):
                    query = Model._search(table.domain & Domain(name, "!=", False))
                    query.order = None
                    ids = Model._field_to_sql(query.table, name, query)
                    domain |= Domain("id", "in", query.subselect(ids))
        return domain

    # -- columns -----------------------------------------------------------------------
    @api.model
    def _get_fields(self, table):
        """Fields of a table that the user may read, ``id`` first."""
        Model = self.env[table.model]
        if table.names is not None:
            names = [name for name in table.names if name in Model._fields]
        else:
            names = [
                name
                for name, field in Model._fields.items()
                if field.store and (field.column_type or field.type == "many2many")
            ]
        names = [*names, *(name for name in table.extra if name in Model._fields)]
        return [
            Model._fields[name]
            for name in dict.fromkeys(["id", *sorted(names)])
            if self._is_told(Model, Model._fields[name])
        ]

    def _is_told(self, Model, field):
        name = field.name
        return (
            (name == "id" or field.type in KINDS)
            and name not in NOISE
            and not name.startswith(("message_", "activity_", "website_message_"))
            and not any(word in name for word in SECRET)
            and Model._has_field_access(field, "read")
            and (
                field.type != "many2many"
                or self.env[field.comodel_name].has_access("read")
            )
        )

    @api.model
    def _get_columns(self, table, exported):
        """
        :param exported: ``{model: (name of its table, set of ids)}``
        :return: list of (field, Column, way); ``way`` is how ``_read_rows`` writes it
        """
        result = []
        for field in self._get_fields(table):
            title = field.get_description(self.env, ["string"]).get("string") or ""
            if field.name == "id":
                target = exported.get(table.model, ("", ()))[0]
                other = target if target != table.name else ""
                result.append((field, Column("id", "integer", "", other), "id"))
            elif field.type == "many2one" and field.comodel_name in exported:
                target = exported[field.comodel_name][0]
                result.append(
                    (field, Column(field.name, "integer", title, target), "key")
                )
                result.append(
                    (field, Column(f"{field.name}_name", "string", title), "name")
                )
            elif field.type == "many2one":
                result.append((field, Column(field.name, "string", title), "name"))
            elif field.type == "many2many":
                result.append((field, Column(field.name, "string", title), "ids"))
            else:
                column = Column(field.name, KINDS[field.type], title)
                result.append((field, column, "value"))
        return result

    @api.model
    def _read_rows(self, table, ids, columns, exported):
        """Rows in batches: queries follow the batches, not the rows.

        ``read`` tells what the user may know; the cache holds what is true.
        """
        Model = self.env[table.model].with_context(active_test=False)
        names = list(dict.fromkeys(field.name for field, _column, _way in columns))
        named = {field for field, _column, way in columns if way == "name"}
        for start in range(0, len(ids), BATCH):
            records = Model.browse(ids[start : start + BATCH])
            rows = records.read(names, load=None)
            labels = {field: self._read_names(rows, field) for field in named}
            for row in rows:
                yield [
                    self._read_value(row[field.name], field, way, labels, exported)
                    for field, _column, way in columns
                ]
            records.invalidate_recordset(flush=False)

    def _read_names(self, rows, field):
        """Names of what the rows refer to, as the user may know them."""
        ids = {row[field.name] for row in rows if row[field.name]}
        others = self.env[field.comodel_name].sudo().browse(ids)
        return {one.id: one.display_name for one in others}

    def _read_value(self, value, field, way, labels, exported):
        if way == "key":
            # Who may not be read, or is of another operator, is no row to refer to.
            return value if value in exported[field.comodel_name][1] else None
        if way == "name":
            return labels[field].get(value)
        if way == "ids":
            return " ".join(map(str, sorted(value))) or None
        if field.type == "boolean":
            return bool(value)
        if value is False or value is None:
            return None
        return value
