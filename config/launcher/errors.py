"""Foreseeable faults: one line that says what is wrong and what to do."""

import errno

REMEDIES = {
    errno.ENOSPC: (
        "the disk is full",
        "free some space and run the same command again to resume",
    ),
    errno.EDQUOT: (
        "the disk quota is used up",
        "free some space and run the same command again to resume",
    ),
    errno.EROFS: ("the folder is read-only", "set OFF_HOME to a writable folder"),
}


class LauncherError(Exception):
    """A fault that the user can do something about.

    :param what: what went wrong, in a few words
    :param remedy: what to do about it
    """

    def __init__(self, what, remedy):
        super().__init__(what)
        self.what = " ".join(str(what).split())
        self.remedy = " ".join(str(remedy).split())

    def line(self):
        """Return the one line shown to the user."""
        return f"off: {self.what}; {self.remedy}"


def from_os_error(error):
    """Return the LauncherError that explains an operating system error."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in REMEDIES:
        what, remedy = REMEDIES[error.errno]
        return LauncherError(what + where, remedy)
    if isinstance(error, PermissionError):
        return LauncherError(
            f"not allowed to write{where}",
            "give your user the right to this folder, or set OFF_HOME to another",
        )
    return LauncherError(
        f"{error.strerror or error}{where}", "put it right and run the command again"
    )
