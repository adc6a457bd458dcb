"""Odoo's command as a file: a server with workers starts this file again for its gevent
process, which fails where it was started as a module."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
