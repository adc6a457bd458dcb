def say_number(env, value):
    """To a tenth, with the decimal mark of the reader's language."""
    mark = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point
    return f"{round(value, 1):.12g}".replace(".", mark or ".")
