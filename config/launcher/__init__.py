"""The launcher: sets the project up, starts, tests and looks after it.

Standard library only, for it runs before any library is installed.
License AGPL-3.0 or later.
"""
