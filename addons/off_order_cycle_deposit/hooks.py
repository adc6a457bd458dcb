def prepare_accounts(env):
    """Operators that were set up before get the account of deposits."""
    for company in env["res.company"].search([("off_is_operator", "=", True)]):
        company._off_set_deposit_account()
