"""Run by click-odoo: give the administrator the password in OFF_ADMIN_PASSWORD."""

import os

admin = env.ref("base.user_admin")  # noqa: F821
admin.password = os.environ["OFF_ADMIN_PASSWORD"]
