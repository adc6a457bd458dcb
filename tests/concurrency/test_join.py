"""Whoever approves at the same moment, one member joins."""

from test_concurrency import run


def test_four_moderators_at_once_make_one_member(installation):
    result = run(installation, "join.py")
    assert result["outcomes"] == {"approved": 4}  # nobody sees an error
    assert result["state"] == "approved"
    assert (result["members"], result["logins"], result["mails"]) == (1, 1, 1)
