"""Operators apart: one network, every channel, everybody who is outside.

One class, so that the network is made once.
"""

from odoo.tests import tagged

from .dfc import DfcChecks
from .exports import ExportsChecks
from .json2 import Json2Checks
from .models import ModelsChecks
from .moves import MovesChecks
from .network import ApartCase
from .pages import PagesChecks


@tagged("post_install", "-at_install")
class TestApart(
    ModelsChecks,
    Json2Checks,
    MovesChecks,
    ExportsChecks,
    PagesChecks,
    DfcChecks,
    ApartCase,
):
    pass
