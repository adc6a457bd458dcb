"""Boxes of a tax return from the expressions of Odoo's tax report.

Odoo Community has the expressions of the French return (form CA3, n° 3310) but no
engine that computes them. Of Odoo's engines, those that this return uses are here:
``tax_tags``, ``external`` and ``aggregation`` with its rounding and conditions.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

TERM = re.compile(r"[A-Za-z_]\w*\.\w+|\d+(?:\.\d+)?|[-+*]")
CONDITION = re.compile(r"if_other_expr_above\((\w+\.\w+), EUR\((-?[\d.]+)\)\)")
ABOVE = re.compile(r"if_above\(EUR\((-?[\d.]+)\)\)")
ROUND = re.compile(r"round\((\d)\)")
ZERO = Decimal(0)


class Expression(NamedTuple):
    engine: str
    formula: str
    subformula: str = ""


class Boxes:
    """Values of expressions, each computed once.

    :param expressions: ``{"box_A1.balance": Expression}``
    :param tags: ``{name of a tag: sum of the balances of its items}``, Decimal
    :param external: ``{"box_22._applied_carryover_balance": Decimal}``: what no entry
        tells
    """

    def __init__(self, expressions, tags, external=None):
        self.expressions = expressions
        self.tags = tags
        self.values = {}
        self.external = external or {}

    def get(self, key):
        """:raise ValueError: for an expression that needs itself, or that this engine
        does not know: a box is never guessed"""
        if key in self.values:
            if self.values[key] is None:
                raise ValueError(f"{key} needs itself")
            return self.values[key]
        self.values[key] = None
        self.values[key] = self._compute(key)
        return self.values[key]

    def _compute(self, key):
        expression = self.expressions.get(key)
        if expression is None:
            raise ValueError(f"no expression {key}")
        formula = expression.formula.strip()
        if expression.engine == "tax_tags":
            sign = -1 if formula.startswith("-") else 1
            return sign * self.tags.get(formula.lstrip("-"), ZERO)
        if expression.engine == "external":
            return self.external.get(key, ZERO)
        if expression.engine != "aggregation":
            raise ValueError(f"{key}: engine {expression.engine} is not known")
        return self._apply(self._sum(formula), expression.subformula, key)

    def _sum(self, formula):
        """Sums, differences and products, from left to right by precedence."""
        if TERM.sub("", formula).strip():
            raise ValueError(f"formula {formula!r} is not known")
        terms, sign, product = [], 1, None
        for token in TERM.findall(formula):
            if token in "+-":
                if product is not None:
                    terms.append(sign * product)
                    product, sign = None, 1
                sign = sign if token == "+" else -sign
            elif token != "*":
                value = Decimal(token) if token[0].isdigit() else self.get(token)
                product = value if product is None else product * value
        if product is not None:
            terms.append(sign * product)
        return sum(terms, ZERO)

    def _apply(self, value, subformula, key):
        subformula = (subformula or "").strip()
        if not subformula or subformula == "False":
            return value
        if found := ROUND.fullmatch(subformula):
            digits = Decimal(1).scaleb(-int(found[1]))
            return value.quantize(digits, rounding=ROUND_HALF_UP)
        if found := ABOVE.fullmatch(subformula):
            return value if value > Decimal(found[1]) else ZERO
        if found := CONDITION.fullmatch(subformula):
            return value if self.get(found[1]) > Decimal(found[2]) else ZERO
        raise ValueError(f"{key}: {subformula!r} is not known")
