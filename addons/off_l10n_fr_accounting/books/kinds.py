"""Accounts that the general chart (PCG, règlement ANC 2014-03) lacks for each kind of
operator. The chart that Odoo loads is that of companies.

Numbers and names are those of the texts: associations, règlement ANC 2018-06 of
5 December 2018; cooperatives, loi 47-1775 of 10 September 1947 with the accounts of
the PCG below which they lie. They are law in French: both names are here.
"""

from typing import NamedTuple

KINDS = [
    ("association", "Association not liable to VAT"),
    ("association_vat", "Association liable to VAT"),
    ("cooperative", "Cooperative (SCIC, SCOP, cooperative SA)"),
    ("company", "Company or sole trader (SARL, SAS, EI…)"),
]
ASSOCIATIONS = ("association", "association_vat")

# Mentions of invoices without VAT. The tax code was recodified on 1 September 2026
# (ordonnance 2025-1247); the old articles may be named until the end of 2027.
MENTION_SMALL = "TVA non applicable, art. 293 B du CGI"
MENTION_NON_PROFIT = "Exonération de TVA, art. 261, 7-1° du CGI"


class Account(NamedTuple):
    code: str
    name: str
    name_fr: str
    account_type: str


class Renamed(NamedTuple):
    """An account of the chart that is another one for this kind of operator."""

    code: str
    was: str
    name: str
    name_fr: str


ASSOCIATION = (
    Account(
        "102100",
        "First net worth established",
        "Première situation nette établie",
        "equity",
    ),
    Account(
        "102200",
        "Statutory funds without right of recovery",
        "Fonds statutaires sans droit de reprise",
        "equity",
    ),
    Account(
        "102400",
        "Other own funds without right of recovery",
        "Autres fonds propres sans droit de reprise",
        "equity",
    ),
    Account(
        "103200",
        "Statutory funds with right of recovery",
        "Fonds statutaires avec droit de reprise",
        "equity",
    ),
    Account(
        "103400",
        "Other own funds with right of recovery",
        "Autres fonds propres avec droit de reprise",
        "equity",
    ),
    Account(
        "194000",
        "Earmarked funds from operating grants",
        "Fonds dédiés sur subventions d'exploitation",
        "liability_non_current",
    ),
    Account(
        "196000",
        "Earmarked funds from public generosity",
        "Fonds dédiés sur ressources liées à la générosité du public",
        "liability_non_current",
    ),
    Account(
        "468100", "Expenses of volunteers", "Frais des bénévoles", "liability_current"
    ),
    Account(
        "689400",
        "Transfers to earmarked funds from operating grants",
        "Reports en fonds dédiés sur subventions d'exploitation",
        "expense",
    ),
    Account(
        "689600",
        "Transfers to earmarked funds from public generosity",
        "Reports en fonds dédiés sur ressources liées à la générosité du public",
        "expense",
    ),
    Account("730000", "Public contributions", "Concours publics", "income"),
    Account("740000", "Operating grants", "Subventions d'exploitation", "income"),
    Account("754110", "Manual gifts", "Dons manuels", "income_other"),
    Account(
        "754120",
        "Expenses waived by volunteers",
        "Abandons de frais par les bénévoles",
        "income_other",
    ),
    Account("754200", "Patronage", "Mécénats", "income_other"),
    Account(
        "754300",
        "Legacies, donations and life insurance",
        "Legs, donations et assurances-vie",
        "income_other",
    ),
    Account(
        "756100",
        "Membership fees without consideration",
        "Cotisations sans contrepartie",
        "income",
    ),
    Account(
        "756200",
        "Membership fees with consideration",
        "Cotisations avec contrepartie",
        "income",
    ),
    Account(
        "789400",
        "Use of earmarked funds from operating grants",
        "Utilisations de fonds dédiés sur subventions d'exploitation",
        "income_other",
    ),
    Account(
        "789600",
        "Use of earmarked funds from public generosity",
        "Utilisations de fonds dédiés sur ressources liées à la générosité du public",
        "income_other",
    ),
    # Contributions in kind stand at the foot of the accounts: no part of the result.
    Account("860000", "Help in kind", "Secours en nature", "off_balance"),
    Account(
        "861000",
        "Goods put at disposal free of charge",
        "Mises à disposition gratuite de biens",
        "off_balance",
    ),
    Account("862000", "Services received free of charge", "Prestations", "off_balance"),
    Account("864000", "Volunteers' work", "Personnel bénévole", "off_balance"),
    Account("870000", "Gifts in kind", "Dons en nature", "off_balance"),
    Account("871000", "Services in kind", "Prestations en nature", "off_balance"),
    Account("875000", "Volunteering", "Bénévolat", "off_balance"),
)
ASSOCIATION_RENAMED = (
    Renamed(
        "754000",
        "Rebates from cooperatives (resulting from surpluses)",
        "Resources from public generosity",
        "Ressources liées à la générosité du public",
    ),
    Renamed(
        "120000",
        "Profit for the financial year",
        "Surplus of the year",
        "Résultat de l'exercice (excédent)",
    ),
    Renamed(
        "129000",
        "Loss for the financial year",
        "Deficit of the year",
        "Résultat de l'exercice (déficit)",
    ),
)
COOPERATIVE = (
    Account(
        "101380",
        "Members' shares, called and paid (variable capital)",
        "Parts sociales appelées, versées (capital variable)",
        "equity",
    ),
    Account(
        "106310",
        "Statutory indivisible reserve",
        "Réserve statutaire impartageable",
        "equity",
    ),
    Account("106320", "Development fund", "Fonds de développement", "equity"),
    Account(
        "456710",
        "Shares to be paid back to leaving members",
        "Parts sociales à rembourser aux associés sortants",
        "liability_current",
    ),
    Account(
        "457100",
        "Interest on members' shares to be paid",
        "Intérêts aux parts sociales à payer",
        "liability_current",
    ),
    Account(
        "457200",
        "Rebates to be paid to members",
        "Ristournes à verser aux associés",
        "liability_current",
    ),
)

ACCOUNTS = {
    "association": ASSOCIATION,
    "association_vat": ASSOCIATION,
    "cooperative": COOPERATIVE,
    "company": (),
}
RENAMED = {
    "association": ASSOCIATION_RENAMED,
    "association_vat": ASSOCIATION_RENAMED,
    "cooperative": (),
    "company": (),
}
# Result of the year and what is carried forward, all in the chart: without them a year
# cannot be closed.
RESULT_CODES = ("120000", "129000")
CARRIED_CODES = ("110000", "119000")
