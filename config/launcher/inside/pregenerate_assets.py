"""Run by click-odoo: build the web assets once, for every copy of a template."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
