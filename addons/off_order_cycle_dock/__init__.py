from . import models


def post_init_hook(env):
    env["stock.warehouse"].search([])._off_set_removal()
