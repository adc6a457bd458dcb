from odoo.exceptions import UserError

from .federation import build


def pre_init_hook(env):
    """Refuse a database in which somebody works: the demonstration's passwords are
    known to everybody, and its documents could not be taken out again.

    :raise UserError: when there are journal entries, orders or logins of others
    """
    found = [
        env[model]._description
        for model in ("account.move", "sale.order", "purchase.order", "off.order.cycle")
        if env[model].with_context(active_test=False).search_count([], limit=1)
    ]
    if found:
        raise UserError(
            env._(
                "The demonstration was not installed: this database is in use, it has "
                "documents of these kinds: %s. Make a new database for it.",
                ", ".join(found),
            )
        )


def post_init_hook(env):
    build(env)
