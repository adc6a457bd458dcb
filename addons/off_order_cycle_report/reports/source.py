"""What the rows of a report are made of: records that the user may read, and the SQL
that sums them up."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Domain

SOURCES = {}


@dataclass(frozen=True)
class Source:
    """
    :ivar code: in the registry
    :ivar model: whose records are counted
    :ivar paths: ``{filter: path of a field of the model}``; what is not named here does
        not limit it
    :ivar others: further filters, which ``search`` and ``get_ctes`` see to
    :ivar days: ``{kind of days: path of a field}``, the first is the usual one
    :ivar groups: those who may read it have one of them: customers can read their own
        orders and invoices, which reports are not for
    :ivar needs: models that the user must be able to read
    :ivar joins: ``{key: SQL}`` of what rows refer to, beside ``query.JOINS``
    :ivar hint: lazy text, what to do where nothing is found
    """

    code: str
    model: str
    paths: dict
    days: dict
    groups: str = ""
    needs: tuple = ()
    others: tuple = ()
    joins: dict | None = None
    hint: object = ""

    def get_filters(self):
        """:return: names of what limits it"""
        return [*self.paths, *self.others]

    def may_read(self, env):
        return env.user.has_groups(self.groups) and all(
            env[name].has_access("read") for name in self.needs
        )

    def get_domain(self, env, filters):
        """What is asked for, without regard to whom it belongs."""
        domain = Domain.AND(
            [
                Domain(path, "in", list(ids))
                for name, path in self.paths.items()
                if (ids := getattr(filters, name))
            ]
        )
        if self.days:
            kind = self.get_days_kind(filters)
            domain &= get_days_domain(env, self.model, self.days[kind], filters)
        return domain

    def get_days_kind(self, filters):
        """Of which days the first and last are: those that were asked for, if any."""
        return filters.date_kind if filters.date_kind in self.days else [*self.days][0]

    def search(self, env, report, filters):
        """:return: Query of the model, as the user may read it"""
        raise NotImplementedError

    def get_ctes(self, env, report, layout, records, grain):
        """
        :param records: what ``search`` gave
        :return: SQL of what comes before the SELECT: ``f`` and, where products are in
            the grain, ``product``
        """
        raise NotImplementedError

    def count(self, env, report, filters):
        """How many records are read: what says whether a report is long."""
        query = self.search(env, report, filters)
        return env[self.model].search_count([("id", "in", query)])


def add_source(source):
    SOURCES[source.code] = source
    return source


def get_days_domain(env, model, path, filters):
    """Days by the clock of the operator."""
    domain = Domain.TRUE
    first, last = filters.date_from, filters.date_to
    if env[model]._fields[path.partition(".")[0]].type == "date":
        # A document has the day that is written on it.
        if first:
            domain &= Domain(path, ">=", first)
        if last:
            domain &= Domain(path, "<=", last)
        return domain
    if first:
        domain &= Domain(path, ">=", get_midnight(env, first))
    if last:
        domain &= Domain(path, "<", get_midnight(env, last + timedelta(days=1)))
    return domain


def get_midnight(env, day):
    zone = ZoneInfo(env.company._off_get_tz())
    local = datetime.combine(day, time.min, zone)
    return fields.Datetime.to_string(local.astimezone(UTC).replace(tzinfo=None))
