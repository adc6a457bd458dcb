from dataclasses import dataclass

from ..engine.layout import Group
from .source import SOURCES

REPORTS = {}


@dataclass(frozen=True)
class Report:
    """
    :ivar code: in addresses and in the registry
    :ivar label: lazy text, its name
    :ivar note: lazy text, what it is for
    :ivar columns: names of ``columns.COLUMNS``, in their order
    :ivar grain: what the lines of one row have in common: columns of ``line`` or of
        ``f`` in the SQL of its source
    :ivar order: names of columns or keys by which rows are sorted; those of a group
        come first
    :ivar groups: of ``Group``, from the outside to the inside
    :ivar source: code of what its rows are made of, see ``source.SOURCES``
    :ivar goods: whether fees, shipping and other charges are left out
    :ivar bought: whether what comes from a hub's own stock is left out
    :ivar where: SQL that rows have to meet, None for all
    :ivar printed: whether it is made as PDF too
    :ivar sheet_of: level of the groups that begin on a new page, None for no such
    :ivar keep: whether a group of the innermost level stays on one page
    :ivar tick: whether the paper has boxes to tick
    """

    code: str
    label: object
    note: object
    columns: tuple
    grain: tuple
    order: tuple
    groups: tuple = ()
    source: str = "lines"
    goods: bool = True
    bought: bool = False
    where: str | None = None
    printed: bool = True
    sheet_of: int | None = None
    keep: bool = False
    tick: bool = False

    def get_source(self):
        return SOURCES[self.source]

    def is_for(self, env):
        """Whether the database has it and the user may read what it is made of."""
        module = getattr(self.label, "_module", "")
        known = not module or module in env.registry._init_modules
        return known and self.get_source().may_read(env)


def register(report):
    """Add a report to those that people choose from."""
    REPORTS[report.code] = report
    return report


def get_report(code):
    """:return: Report, None where there is no such"""
    return REPORTS.get(code) if isinstance(code, str) else None


BY_PRODUCER = Group("producer_id", ("producer",))
BY_HUB = Group("hub_id", ("hub",))
BY_PICKUP = Group("slot_id", ("point", "pickup"))
BY_CUSTOMER = Group("partner_id", ("customer", "listed_phone"))
BY_PRODUCT = Group("product_id", ("product", "content"))
