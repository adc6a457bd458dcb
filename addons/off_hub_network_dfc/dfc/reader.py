"""From a JSON-LD document to catalogue items.

The document is read as the consortium's platforms write it: terms with the prefixes of
the published context, whole addresses, or prefixes of its own that it declares itself.
Contexts that lie elsewhere are never downloaded.
"""

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .graph import Graph, JsonLdError, local_name, reference, text
from .measures import CURRENCY_CODES

MAX_BYTES = 10 * 1024 * 1024
MAX_ITEMS = 20_000
# A number may be written in few characters and be endless when it is shown: 1e999999.
MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the document, for the caller to word.

    :param code: what is wrong
    :param item: ``@id`` of the item at fault; empty when the document is
    :param position: of the item in the document, the first being 1; 0 likewise
    :param value: what stands there
    """

    code: str
    item: str = ""
    position: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """A catalogue item with all that the document says around it.

    :param position: in the document, the first being 1
    :param producers: ``@id`` of those who supply or, failing that, sell the product
    :param producer: name of one of them; empty when the document does not name it
    :param group: name of the product whose format this is; empty when not stated
    :param measure: concept of the unit of its content, without prefix
    :param stock: None when there is no limit
    :param currency: ISO 4217; empty when not stated; the text itself when unknown
    """

    id: str
    position: int
    producers: tuple[str, ...]
    producer: str
    name: str
    group: str
    sku: str
    description: str
    type: str
    quantity: Decimal | None
    measure: str
    measure_label: str
    price: Decimal
    currency: str
    vat_rate: Decimal | None
    stock: Decimal | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """:param problems: what keeps items from being read
    :param unsold: products without an item in a catalogue, hence without price
    """

    items: tuple[ReadItem, ...] = ()
    problems: tuple[Problem, ...] = ()
    unsold: int = 0


def read(
    data: bytes, max_bytes: int = MAX_BYTES, max_items: int = MAX_ITEMS
) -> Catalogue:
    """Read a catalogue; nothing is raised for what the document holds.

    :param max_bytes: a longer document is refused unread
    :param max_items: a document with more items is refused
    """
    if len(data) > max_bytes:
        return _refuse("too_long", str(max_bytes))
    try:
        graph = Graph(
            json.loads(data, parse_float=Decimal, parse_constant=_refuse_constant)
        )
    except (ValueError, RecursionError) as error:
        code = error.code if isinstance(error, JsonLdError) else "not_json"
        return _refuse(code, str(error))
    nodes = graph.of_type("CatalogItem")
    if not nodes:
        return _refuse("no_items")
    if len(nodes) > max_items:
        return _refuse("too_many", str(max_items))
    return _read_items(graph, nodes)


def _refuse(code, value=""):
    return Catalogue(problems=(Problem(code, value=value),))


def _refuse_constant(name):
    raise ValueError(f"{name} is no number of JSON")


def _read_items(graph, nodes):
    links = _Links(graph)
    items, problems, sold = [], [], set()
    for position, node in enumerate(nodes, 1):
        product = links.product(node)
        sold.add(product and product.get("@id"))
        try:
            items.append(_read_item(graph, links, node, product, position))
        except _Fault as fault:
            item = node.get("@id", "")
            problems.append(Problem(fault.code, item, position, fault.value))
    unsold = [
        product
        for product in graph.of_type("SuppliedProduct")
        if product.get("@id") not in sold and not graph.values(product, "hasVariant")
    ]
    return Catalogue(tuple(items), tuple(problems), len(unsold))


class _Fault(Exception):
    def __init__(self, code, value=""):
        super().__init__(code)
        self.code = code
        self.value = value


class _Links:
    """Links that the document may state in either direction."""

    def __init__(self, graph):
        self.graph = graph
        self.products = self._reverse("SuppliedProduct", "referencedBy")
        self.offers = self._reverse("Offer", "offeredItem")
        self.suppliers = self._owners("supplies")
        self.managers = self._owners("manages")

    def _reverse(self, node_type, term):
        return {
            target: node
            for node in self.graph.of_type(node_type)
            for target in self.graph.references(node, term)
        }

    def _owners(self, term):
        owners = {}
        for node in self.graph.of_type("Enterprise", "Organization"):
            for target in self.graph.references(node, term):
                owners.setdefault(target, []).append(node["@id"])
        return owners

    def product(self, item):
        return self.graph.first(item, "references") or self.products.get(
            item.get("@id")
        )

    def offer(self, item):
        offers = self.graph.nodes(item, "offeredThrough") or [
            self.offers.get(item.get("@id"))
        ]
        priced = [o for o in offers if o and self.graph.values(o, "hasPrice")]
        return priced[0] if priced else None

    def producers(self, item, product):
        """Who grows or makes it; who sells it only when nothing is said of that."""
        makers = self.graph.references(product, "suppliedBy") or self.suppliers.get(
            product.get("@id"), []
        )
        sellers = self.graph.references(item, "managedBy") or self.managers.get(
            item.get("@id"), []
        )
        if makers and sellers and not set(makers) & set(sellers):
            # A hub's price is not the producer's.
            raise _Fault("resold", sellers[0])
        return makers or sellers


def _read_item(graph, links, node, product, position):
    if not product:
        raise _Fault("no_product", ", ".join(graph.references(node, "references")))
    offer = links.offer(node)
    price = graph.values(offer, "hasPrice")[0] if offer else None
    if price is None:
        raise _Fault("no_price")
    producers = links.producers(node, product)
    names = [graph.text(graph.by_id.get(ref, {}), "name") for ref in producers]
    group = graph.first(product, "isVariantOf") or {}
    return ReadItem(
        id=node.get("@id", ""),
        position=position,
        producers=tuple(producers),
        producer=next(filter(None, names), ""),
        name=graph.text(product, "name"),
        group=graph.text(group, "name"),
        sku=graph.text(node, "sku"),
        description=graph.text(product, "description"),
        type=next(map(local_name, graph.references(product, "hasType")), ""),
        **_read_quantity(graph, product),
        **_read_price(graph, price),
        stock=_read_stock(graph, node, offer),
    )


def _read_quantity(graph, product):
    quantity = graph.first(product, "hasQuantity") or {}
    return {
        "quantity": _read_number(graph.text(quantity, "value"), "bad_quantity"),
        "measure": next(map(local_name, graph.references(quantity, "hasUnit")), ""),
        "measure_label": text(quantity.get("rdfs:label", "")),
    }


def _read_price(graph, price):
    if not isinstance(price, dict) or "@value" in price:
        # Some platforms give the bare number.
        return {
            "price": _read_number(text(price), "bad_price"),
            "currency": "",
            "vat_rate": None,
        }
    node = graph.by_id.get(reference(price), price)
    unit = next(map(local_name, graph.references(node, "hasUnit")), "")
    amount = _read_number(graph.text(node, "value"), "bad_price")
    if amount is None:
        raise _Fault("no_price")
    return {
        "price": amount,
        "currency": CURRENCY_CODES.get(unit, unit),
        "vat_rate": _read_number(graph.text(node, "VATrate"), "bad_vat_rate"),
    }


def _read_stock(graph, item, offer):
    """What may be ordered; nothing, or less than nothing, is no limit."""
    stated = graph.text(item, "stockLimitation") or graph.text(offer, "stockLimitation")
    stock = _read_number(stated, "bad_stock")
    return stock if stock is not None and stock >= 0 else None


def _read_number(stated, code):
    if not stated:
        return None
    try:
        number = Decimal(stated)
    except InvalidOperation:
        raise _Fault(code, stated) from None
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        raise _Fault(code, stated)
    return number
