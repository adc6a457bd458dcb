"""Arithmetic of an order cycle: packs, allocation, fees, weights.

Plain Python over plain values, no Odoo import. Quantities and amounts are ``int`` or
``Decimal``, never ``float``: callers convert at their border, with the precision of the
field they read.
"""
