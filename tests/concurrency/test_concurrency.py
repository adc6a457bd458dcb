"""What many do at the same time is done once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(installation, script, *arguments):
    """What a script of this folder prints, run on a scratch database."""
    with installation.copy(installation.template, Path(script).stem) as name:
        done = subprocess.run(
            [
                sys.executable,
                Path(__file__).with_name(script),
                installation.config,
                name,
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "scarce", ["availability", "offer", "slot", "capacity", "customer", "stock"]
)
def test_r12_twenty_orders_where_ten_fit_are_exactly_ten(installation, scarce):
    result = run(installation, "reserve.py", scarce)
    assert result["outcomes"] == {"confirmed": 10, "sold out": 10}
    assert result["confirmed"] == 10
    assert result["reserved"] == 10


def test_r14_closing_happens_once_after_a_kill_and_by_four_at_once(installation):
    result = run(installation, "close.py")
    assert result["after_kill"] == "open"  # nothing half done
    assert result["outcomes"] == {"closed": 4}  # nobody sees an error
    assert (result["state"], result["closing_number"]) == ("closed", 1)
    assert (result["purchases"], result["quantity"]) == (1, 3)


def test_r14_closing_that_is_killed_anywhere_makes_its_documents_once(installation):
    result = run(installation, "killed.py", "20", "14")
    assert result["killed"]
    assert result["halves"] == []  # all of it or nothing
    state, locked, purchases, bought, receipts, expected, mails = result["first"]
    assert (state, locked, purchases, receipts) == ("closed1", 15, 6, 6)
    assert bought == expected > 0
    assert mails == purchases
    assert result["last"] == result["first"]


def test_r14_who_orders_while_a_cycle_closes_is_bought_for_or_refused(installation):
    result = run(installation, "late.py")
    assert result["outcomes"] == {
        "closed": 1,
        "ordered": 3,
        "refused": 1,
    }
    assert (result["confirmed"], result["locked"], result["bought"]) == (3, 3, 3)


def test_standing_orders_are_ordered_once_and_suspended_as_agreed(installation):
    result = run(installation, "standing.py")
    assert result["after_kill"] == ["draft", 0]  # nothing half done
    assert result["outcomes"] == {"opened": 4}  # nobody sees an error
    assert result["states"] == {"placed": 4, "missing": 2}
    assert (result["orders"], result["reserved"]) == (4, 4)
    assert result["jokers"] == {"suspended": 1, "refused": 2}
    assert result["suspended"] == 1
