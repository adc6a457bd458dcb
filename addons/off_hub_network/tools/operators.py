def get_operator_ids(env):
    """Operators for which the user of ``env`` works now.

    Odoo tells people of messages in their own name but with the companies of who wrote,
    and ``env.companies`` then raises.

    :return: list of ids of res.company
    """
    if env.su:
        return env.companies.ids
    own = set(env.user._get_company_ids())
    chosen = env.context.get("allowed_company_ids") or ()
    return [one for one in chosen if one in own] or env.user.company_id.ids
