"""What a user reads of faults in a document or at its address."""


def say_problem(env, code, value=""):
    """A sentence on a fault: what is wrong, and what to do.

    :param code: of ``dfc.Problem``
    :param value: what stands in the document
    """
    say = {
        "not_json": lambda: env._(
            "the document is not JSON (%s): ask the other platform for its JSON-LD",
            value,
        ),
        "not_jsonld": lambda: env._(
            "the document is no linked data: ask the other platform for its JSON-LD"
        ),
        "too_long": lambda: env._(
            "the document is longer than %s bytes: import it in parts", value
        ),
        "too_many": lambda: env._(
            "the document has more than %s catalogue items: import it in parts", value
        ),
        "no_items": lambda: env._(
            "the document has no catalogue item: give the address of a catalogue, "
            "which often ends with catalog_items"
        ),
        "no_product": lambda: env._(
            "the product is not in the document (%s): the whole catalogue is expected",
            value or "—",
        ),
        "no_price": lambda: env._(
            "there is no offer with a price: the whole catalogue is expected"
        ),
        "resold": lambda: env._(
            "%s sells what another one produces, at its own price: import the "
            "producer's catalogue",
            value,
        ),
        "bad_price": lambda: env._("“%s” is no price: a number is expected", value),
        "bad_stock": lambda: env._("“%s” is no stock: a number is expected", value),
        "bad_quantity": lambda: env._(
            "“%s” is no quantity: a number is expected", value
        ),
        "bad_vat_rate": lambda: env._("“%s” is no rate: a number is expected", value),
        "unknown_unit": lambda: env._(
            "the unit “%s” is none of weight, volume or pieces: change it on the other "
            "platform",
            value,
        ),
        "other_currency": lambda: env._(
            "the price is in %s: a catalogue in this network's currency is expected",
            value,
        ),
        "no_producer": lambda: env._(
            "the document does not name the producer: choose it under Producer"
        ),
        "twice": lambda: env._(
            "“%s” stands twice in the document: each product is expected once", value
        ),
    }
    return say[code]()


def say_fetch_error(env, code, value):
    """Why a document could not be brought, and what to do.

    :param code: of ``dfc.FetchError``
    """
    say = {
        "bad_url": lambda: env._(
            "“%s” is not an address: one that begins with https:// is expected.", value
        ),
        "unknown_host": lambda: env._(
            "The server %s is not known: check the address.", value
        ),
        "private_host": lambda: env._(
            "The server %s is not on the public Internet, so it is not asked. Download "
            "the document and import it as a file.",
            value,
        ),
        "downgrade": lambda: env._(
            "The server sends on to an address that is not encrypted: %s. Ask for its "
            "https address.",
            value,
        ),
        "key_in_clear": lambda: env._(
            "The key would go unencrypted to %s: give its https address.", value
        ),
        "too_many_redirects": lambda: env._(
            "The server sends on from address to address: give the last one, %s.", value
        ),
        "bad_status": lambda: env._(
            "The server answered with status %s: check the address and the key.", value
        ),
        "bad_certificate": lambda: env._(
            "The certificate of %s is not valid: tell who runs that server.", value
        ),
        "too_long": lambda: env._(
            "The document is longer than %s bytes: ask for it in parts.", value
        ),
        "too_slow": lambda: env._(
            "The server %s took too long: try later, or download the document and "
            "import it as a file.",
            value,
        ),
        "encoded": lambda: env._(
            "The server %s sends what was not asked for: download the document and "
            "import it as a file.",
            value,
        ),
        "no_answer": lambda: env._(
            "The server %s does not answer: check the address, or try later.", value
        ),
    }
    return say[code]()
