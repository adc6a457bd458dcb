"""What a document tells, before it is JSON: no addresses, no prefixes."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Address:
    """:param country: ISO 3166 code of two letters
    :param latitude, longitude: degrees; None when unknown or kept back
    """

    id: int
    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A member of the network.

    :param product_ids: what it grows or makes
    :param item_ids: what stands in its catalogue, where the reader may see that
    :param group_ids: groups it belongs to, where the reader may know that
    """

    id: int
    name: str
    description: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    address: Address | None = None
    product_ids: tuple[int, ...] = ()
    item_ids: tuple[int, ...] = ()
    group_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """One format of a product.

    :param label: what tells the format from the others ("5 kg")
    :param quantity: content of one unit as sold, in ``unit``; None when not stated
    :param unit: a key of ``measures.MEASURES``; empty for things that are counted
    :param unit_name: what a thing that is counted is called ("bunch")
    :param type: name of a concept of the consortium's product types
    """

    id: int
    enterprise_id: int
    group_id: int
    group_name: str
    label: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_name: str = ""
    type: str = ""

    @property
    def name(self) -> str:
        return f"{self.group_name} - {self.label}" if self.label else self.group_name


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """A product with all its formats."""

    id: int
    name: str
    enterprise_id: int
    variant_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """A product as one member sells it.

    :param enterprise_id: who sells it: its producer, or a hub
    :param price: for one unit as sold, in ``currency`` (ISO 4217)
    :param stock: units that may still be ordered; None when there is no limit
    :param vat_rate: percent; None when not known
    """

    enterprise_id: int
    product: Product
    price: Decimal
    currency: str
    sku: str = ""
    stock: Decimal | None = None
    vat_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    first_name: str = ""
    family_name: str = ""
    enterprise_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A hub with the members around it that the reader may know of."""

    id: int
    name: str
    description: str = ""
    address: Address | None = None
    member_ids: tuple[int, ...] = ()
