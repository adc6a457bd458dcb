"""Create what a catalogue refers to: producers, categories, units."""

import re

from odoo.exceptions import AccessError
from odoo.fields import Command

from .catalog_names import fold

TEMPERATURE_WORDS = {
    "frozen": ("surgel", "congel", "frozen"),
    "chilled": ("frais", "réfrigér", "refriger", "chill", "fresh", "frio", "frío"),
}


class ReferenceWriter:
    """Create what the rows of a plan name and the database does not hold yet."""

    def __init__(self, env, hub, plan):
        self.env = env
        self.hub = hub
        self.plan = plan

    def apply(self):
        rows = [item.row for item in self.plan.plans if item.action != "keep"]
        self._create_producers(rows)
        self._create_references(rows)
        self._create_units(rows)

    def _create_producers(self, rows):
        producers = self.plan.producers
        names = {fold(row.producer): row.producer for row in rows}
        missing = [name for key, name in names.items() if key not in producers]
        role = self.env.ref("off_hub_network.role_producer")
        partners = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "off_role_ids": [Command.link(role.id)],
                }
                for name in missing
            ]
        )
        self._link(partners)
        for partner in partners:
            producers[fold(partner.name)] = [partner]

    def _link(self, partners):
        """Let the hub act for these new members: nobody stands behind them yet, so
        their catalogue is the hub's until they join, and nobody is to be asked."""
        if not partners:
            return
        if self.hub.company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "%s belongs to another operator: choose a hub of your own.",
                    self.hub.name,
                )
            )
        if partners - partners._off_get_spoken_for():
            raise AccessError(
                self.env._(
                    "You may not bring new producers in: ask who manages your hubs."
                )
            )
        self.env["off.network.link"].sudo().create(
            [
                {
                    "grantor_id": partner.id,
                    "grantee_id": self.hub.partner_id.id,
                    "proposed_by_id": self.hub.partner_id.id,
                    "state": "accepted",
                    "may_order": True,
                    "may_manage_products": True,
                    "may_edit_profile": True,
                    "may_override": True,
                }
                for partner in partners
            ]
        )

    def _create_references(self, rows):
        parent = self.env.ref("product.product_category_goods", False)
        self._create_named(
            self.plan.categories,
            "product.category",
            {row.category for row in rows},
            lambda name: {"name": name, "parent_id": parent.id if parent else False},
        )
        self._create_named(
            self.plan.tax_categories,
            "off.tax.category",
            {row.tax_category for row in rows},
            lambda name: {"name": name, "rate": _find_rate(name)},
        )
        self._create_named(
            self.plan.shipping_categories,
            "off.shipping.category",
            {row.shipping_category for row in rows},
            lambda name: {"name": name, "temperature": _guess_temperature(name)},
        )

    def _create_named(self, known, model, names, prepare):
        missing = {
            fold(name): name for name in names if name and fold(name) not in known
        }
        # An importer may add the words of its file, not edit those of others.
        records = (
            self.env[model].sudo().create([prepare(name) for name in missing.values()])
        )
        known.update(zip(missing, records.sudo(False), strict=True))
        if model == "off.tax.category" and records:
            for company in (
                self.env["res.company"].sudo().search([("off_is_operator", "=", True)])
            ):
                records._map_company(company)

    def _create_units(self, rows):
        units = self.plan.units
        missing = {
            fold(row.unit.unit_name): row.unit.unit_name
            for row in rows
            if units.stored(row.unit)[1] is None
        }
        uoms = (
            self.env["uom.uom"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "relative_factor": 1.0,
                        "relative_uom_id": units.item_unit.id,
                    }
                    for name in missing.values()
                ]
            )
        )
        units.item_units.update(zip(missing, uoms.sudo(False), strict=True))


def _find_rate(name):
    """The rate that a tax category's name tells ("TVA 5,5 %" is 5.5), else 0."""
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*%", name)
    return float(found.group(1).replace(",", ".")) if found else 0.0


def _guess_temperature(name):
    folded = fold(name)
    for temperature, words in TEMPERATURE_WORDS.items():
        if any(word in folded for word in words):
            return temperature
    return "ambient"
