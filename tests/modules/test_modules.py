"""The add-ons install one by one, each with nothing but what it needs, work so, and
leave again without a trace."""

import pytest

APPS = {"sale", "purchase", "stock", "website"}
# In the order in which they go in, with what they may not bring along; out they go
# from the last to the first.
ALONE = (
    ("off_hub_network", APPS),
    ("off_hub_network_portal", APPS),
    ("off_hub_network_join", APPS),
    ("off_hub_network_matching", APPS),
    ("off_hub_network_dfc", APPS),
    ("off_collective_procurement", APPS),
    ("off_order_cycle", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_invoice", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_statement", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_reminder", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_chorus", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_mandate", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_report", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_roster", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_result", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_pickup", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_bank", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_cash", {"website", "off_pooled_logistics"}),
    ("off_l10n_fr_accounting", {"website", "off_pooled_logistics"}),
    ("off_l10n_es", {"website", "off_pooled_logistics"}),
    ("off_l10n_fr_platform", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_moving", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_privacy", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_delivery", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_dock", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_sharing", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_substitution", {"website", "off_pooled_logistics"}),
    ("off_order_cycle_trace", {"website", "off_pooled_logistics"}),
    ("off_pooled_logistics", {"website"}),
)
VIEWS = """
for model in ("res.partner", "res.company", "res.users", "product.template",
              "product.product", "account.move", "sale.order", "purchase.order"):
    if model in env:
        env[model].get_views([(False, "list"), (False, "form"), (False, "search")])
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "{}")]).button_immediate_uninstall()
from odoo.api import Environment
env = Environment(env.cr, 1, {{}})  # of the registry that was made anew
"""
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"
LEFT = """
    SELECT model || ' ' || res_id FROM ir_model_data WHERE module = %s
    UNION ALL
    SELECT 'to do: ' || name FROM ir_module_module
     WHERE state NOT IN ('installed', 'uninstalled', 'uninstallable')
"""
# Everything of ours in the schema begins with off_, but for the launcher's own.
OURS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = 'public'
       AND (table_name LIKE 'off\\_%%' OR column_name LIKE 'off\\_%%')
"""


@pytest.fixture(scope="module")
def database(installation):
    with installation.copy(installation.empty, "alone") as name:
        yield name


def get_installed(installation, database):
    return {name for (name,) in installation.query(database, INSTALLED)}


@pytest.mark.parametrize(("addon", "absent"), ALONE)
def test_an_addon_installs_with_its_dependencies_alone(
    installation, database, addon, absent
):
    installation.odoo(database, "-i", addon, "--skip-auto-install")
    installed = get_installed(installation, database)
    assert addon in installed
    assert not installed & absent
    installation.odoo(database, script=VIEWS)


@pytest.mark.parametrize("addon", [name for name, _absent in reversed(ALONE)])
def test_an_addon_uninstalls_without_a_trace(installation, database, addon):
    assert addon in get_installed(installation, database)
    # In one process: starting Odoo takes longer than reading its views.
    installation.odoo(database, script=UNINSTALL.format(addon) + VIEWS)
    assert addon not in get_installed(installation, database)
    assert not installation.query(database, LEFT, addon)


def test_nothing_of_ours_is_left_in_the_schema(installation, database):
    assert "off_hub_network" not in get_installed(installation, database)
    assert not installation.query(database, OURS)
