from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class OffPrivateMixin(models.AbstractModel):
    """Records that everybody in the network may read, with values that are not for
    all of them (rule 4 of docs/domain.md).

    A rule of access hides a whole record. Here a value is empty for who may not know
    it: where it is read or exported, and in every search, order and grouping, since
    "who has this number?" answers as well as the number. The cache holds what is true,
    so that the code of the server, which writes mails and orders, goes on unaware.
    """

    _name = "off.private.mixin"
    _description = "Values That Are Not for Everybody"

    def _off_get_private(self):
        """Hook: what is kept back, and from whom not.

        :return: ``{field name: key}``; fields of one key are known to the same
        """
        return {}

    def _off_get_known_domain(self, key):
        """Hook: Domain of the records of which the user may know the values of
        ``key``; it is searched with sudo."""
        raise NotImplementedError

    def _off_get_unknown(self, names):
        """:return: ``{field name: records of which the user may not know it}``, fields
        that everybody may know have no key"""
        private = self._off_get_private()
        keys = defaultdict(list)
        for name in names:
            if name in private:
                keys[private[name]].append(name)
        result = {}
        for key in keys if self.ids else ():
            if unknown := self._origin - self._off_get_known(key):
                result.update(dict.fromkeys(keys[key], unknown))
        return result

    def _off_get_known(self, key):
        known = self._off_get_known_domain(key) & Domain("id", "in", self.ids)
        everything = self.sudo().with_context(active_test=False)
        return everything.search(known, order="id").with_env(self.env)

    # -- every way out -----------------------------------------------------------------
    def _field_to_sql(self, alias, field_expr, query=None):
        """Override: conditions, orders and groups see what the user may know."""
        sql = super()._field_to_sql(alias, field_expr, query)
        if self.env.su:
            return sql
        key = self._off_get_private().get(field_expr.partition(".")[0])
        if not key:
            return sql
        everything = self.sudo().with_context(active_test=False)
        known = everything._search(self._off_get_known_domain(key), order="id")
        return SQL(
            "CASE WHEN %s IN %s THEN %s END",
            SQL.identifier(alias, "id"),
            known.subselect(),
            sql,
        )

    def _fetch_query(self, query, fields):
        """Override: the cache, which sudo shares, holds what is true."""
        columns = [field for field in fields if field.column_type]
        others = [field for field in fields if not field.column_type]
        fetched = super(OffPrivateMixin, self.sudo())._fetch_query(query, columns)
        fetched = fetched.with_env(self.env)
        for field in others if fetched else ():
            field.read(fetched)
        return fetched

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        if not self.env.su:
            for name, unknown in self._off_get_unknown(fnames).items():
                empty = self._fields[name].convert_to_read(
                    self.browse()[name], self.browse()
                )
                for row in rows:
                    if row["id"] in unknown._ids:
                        row[name] = empty
        return rows

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        names = {path[0]: place for place, path in enumerate(fields) if len(path) == 1}
        unknown = {} if self.env.su else self._off_get_unknown(names)
        if not unknown:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        lines = []
        for record in self:
            # The first line is the record's own, lines of others may follow.
            own = super(OffPrivateMixin, record)._export_rows(
                fields, _is_toplevel_call=_is_toplevel_call
            )
            for name, records in unknown.items():
                if record in records:
                    own[0][names[name]] = ""
            lines += own
        return lines

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        if not self.env.su:
            for name, unknown in self._off_get_unknown(self._fields).items():
                for record, vals in zip(self, copies, strict=True):
                    if record in unknown and name not in (default or {}):
                        vals.pop(name, None)
        return copies
