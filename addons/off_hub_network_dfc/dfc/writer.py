"""From records to a JSON-LD document, with the ids and terms that Open Food Network
uses, so that what reads one reads the other."""

from decimal import Decimal

from .countries import country_iri
from .measures import CURRENCIES, MEASURES, PIECE, find_pack
from .profile import Profile
from .records import (
    Address,
    CatalogItem,
    Enterprise,
    Group,
    Person,
    Product,
    ProductGroup,
)

# Links that the published contexts do not declare as such: without this, a reader of
# RDF takes the addresses for mere texts.
LINKS = {
    "ldp": "http://www.w3.org/ns/ldp#",
    "ldp:contains": {"@type": "@id"},
    "dfc-b:affiliatedBy": {"@type": "@id"},
}


class Writer:
    """Write documents of one version for one server.

    :param base: address of the interface, without a slash at its end
    """

    def __init__(self, base: str, profile: Profile):
        self.base = base
        self.profile = profile

    # -- ids -------------------------------------------------------------------------
    def enterprise_id(self, enterprise_id: int) -> str:
        return f"{self.base}/{self.profile.enterprise_path}/{enterprise_id}"

    def address_id(self, address_id: int) -> str:
        return f"{self.base}/addresses/{address_id}"

    def product_id(self, enterprise_id: int, product_id: int) -> str:
        return self._below(enterprise_id, "supplied_products", product_id)

    def item_id(self, enterprise_id: int, product_id: int) -> str:
        return self._below(enterprise_id, "catalog_items", product_id)

    def offer_id(self, enterprise_id: int, product_id: int) -> str:
        return self._below(enterprise_id, "offers", product_id)

    def product_group_id(self, group_id: int) -> str:
        return f"{self.base}/product_groups/{group_id}"

    def group_id(self, group_id: int) -> str:
        return f"{self.base}/enterprise_groups/{group_id}"

    def person_id(self, person_id: int) -> str:
        return f"{self.base}/persons/{person_id}"

    def _below(self, enterprise_id, collection, record_id):
        # The same in both versions: only members got new ids with 2.0.
        return f"{self.base}/enterprises/{enterprise_id}/{collection}/{record_id}"

    # -- nodes -----------------------------------------------------------------------
    def enterprise(self, record: Enterprise) -> dict:
        address = record.address
        return _node(
            self.enterprise_id(record.id),
            self.profile.enterprise_type,
            {
                "hasAddress": address and self.address_id(address.id),
                "hasPhoneNumber": record.phone
                and _node(None, "dfc-b:PhoneNumber", {"phoneNumber": record.phone}),
                "email": record.email,
                "websitePage": record.website,
                "name": record.name,
                "hasDescription": record.description,
                "manages": [self.item_id(record.id, i) for i in record.item_ids],
                "supplies": [self.product_id(record.id, i) for i in record.product_ids],
                "affiliates": [self.group_id(i) for i in record.group_ids],
            },
        )

    def address(self, record: Address) -> dict:
        return _node(
            self.address_id(record.id),
            "dfc-b:Address",
            {
                "hasStreet": record.street,
                "hasPostalCode": record.zip,
                "hasCity": record.city,
                "hasCountry": country_iri(record.country),
                "latitude": record.latitude,
                "longitude": record.longitude,
            },
        )

    def product(self, record: Product) -> dict:
        return _node(
            self.product_id(record.enterprise_id, record.id),
            "dfc-b:SuppliedProduct",
            {
                "name": record.name,
                "description": record.description,
                "hasType": record.type and f"dfc-pt:{record.type}",
                "hasQuantity": self._quantity(record),
                "isVariantOf": self.product_group_id(record.group_id),
                "suppliedBy": self.enterprise_id(record.enterprise_id),
            },
        )

    def product_group(self, record: ProductGroup) -> dict:
        return _node(
            self.product_group_id(record.id),
            "dfc-b:SuppliedProduct",
            {
                "name": record.name,
                "hasVariant": [
                    self.product_id(record.enterprise_id, i) for i in record.variant_ids
                ],
            },
        )

    def item(self, record: CatalogItem) -> dict:
        product = record.product
        return _node(
            self.item_id(record.enterprise_id, product.id),
            "dfc-b:CatalogItem",
            {
                "references": self.product_id(product.enterprise_id, product.id),
                "sku": record.sku,
                "stockLimitation": _number(record.stock),
                "offeredThrough": self.offer_id(record.enterprise_id, product.id),
                "managedBy": self.enterprise_id(record.enterprise_id),
            },
        )

    def offer(self, record: CatalogItem) -> dict:
        unit = CURRENCIES.get(record.currency)
        price = {
            "value": _number(record.price),
            "VATrate": _number(record.vat_rate),
            "hasUnit": unit and f"dfc-m:{unit}",
        }
        return _node(
            self.offer_id(record.enterprise_id, record.product.id),
            "dfc-b:Offer",
            {
                "hasPrice": _node(None, "dfc-b:Price", price),
                "stockLimitation": _number(record.stock),
            },
        )

    def person(self, record: Person) -> dict:
        return _node(
            self.person_id(record.id),
            "dfc-b:Person",
            {
                "firstName": record.first_name,
                "familyName": record.family_name,
                "affiliates": [self.enterprise_id(i) for i in record.enterprise_ids],
            },
        )

    def group(self, record: Group) -> dict:
        address = record.address
        return _node(
            self.group_id(record.id),
            self.profile.enterprise_type,
            {
                "hasAddress": address and self.address_id(address.id),
                "name": record.name,
                "hasDescription": record.description,
                "affiliatedBy": [self.enterprise_id(i) for i in record.member_ids],
            },
        )

    def _quantity(self, record):
        if record.quantity is None:
            return None
        concept, factor = MEASURES.get(record.unit, (PIECE, Decimal(1)))
        label = None
        if concept == PIECE and record.unit_name:
            concept = find_pack(record.unit_name) or PIECE
            label = record.unit_name
        node = _node(
            None,
            "dfc-b:QuantitativeValue",
            {
                "hasUnit": f"dfc-m:{concept}",
                "value": _number(record.quantity * factor),
            },
        )
        if label:
            # The thesaurus does not know every kind of crate.
            node["rdfs:label"] = label
        return node

    # -- documents -------------------------------------------------------------------
    def listing(self, path: str, members: list[dict], others: list[dict] = ()) -> dict:
        """A document about several things of one kind.

        :param path: of the list, below the interface's address
        :param members: nodes that are in the list
        :param others: nodes that these refer to
        """
        nodes = [*members, *others]
        if self.profile.contained:
            container = {"@id": f"{self.base}/{path}", "@type": "ldp:Container"}
            container["ldp:contains"] = [node["@id"] for node in members]
            nodes.insert(0, container)
        return {"@context": self._context(nodes), "@graph": nodes}

    def document(self, node: dict, others: list[dict] = ()) -> dict:
        """A document about one thing.

        :param others: nodes that it refers to
        """
        context = self._context([node, *others])
        if others:
            return {"@context": context, "@graph": [node, *others]}
        return {"@context": context, **node}

    def _context(self, nodes):
        terms = {term for node in nodes for term in node}
        links = {term: link for term, link in LINKS.items() if term in terms}
        if "ldp:contains" in links:
            links["ldp"] = LINKS["ldp"]
        return [self.profile.context, links] if links else self.profile.context


def _node(node_id, node_type, values):
    """A node without what is empty; 0 is not empty."""
    node = {"@id": node_id} if node_id else {}
    node["@type"] = node_type
    for name, value in values.items():
        if isinstance(value, list):
            # One value is not a list, as JSON-LD compacts it.
            value = value[0] if len(value) == 1 else value
        if value not in (None, "", []):
            node[f"dfc-b:{name}"] = value
    return node


def _number(value):
    """A JSON number: whole where it is, None where it is missing."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
