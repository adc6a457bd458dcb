class Transfer:
    """A step in which many goods move at once, and what Odoo would ask for each of them
    anew.

    It travels in the context, as ``off_transfer``: a context that came from outside
    holds texts and numbers, never this object.

    :ivar unreserved: whether nothing of it was reserved before
    :ivar quant_ids: ids of the stock.quant that this transaction holds locked
    :ivar pushing_ids: ids of the locations from which rules push goods on
    :ivar is_reordered: whether reordering rules look at one of the products
    :ivar valued_ids: ids of the moves that somebody gave a value by hand
    :ivar received: ``{purchase order line id: (received before, received now)}``
    """

    def __init__(self, unreserved=False):
        self.unreserved = unreserved
        self.quant_ids = set()
        self.pushing_ids = set()
        self.is_reordered = True
        self.valued_ids = set()
        self.received = {}


def get_transfer(env):
    """:return: the Transfer that is under way, or None"""
    transfer = env.context.get("off_transfer")
    return transfer if isinstance(transfer, Transfer) else None
