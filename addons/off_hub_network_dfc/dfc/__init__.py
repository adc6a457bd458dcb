"""The Data Food Consortium's JSON-LD: write it, read it, fetch it.

Plain Python, standard library only, no Odoo import. ``write`` turns records into a
document; ``read`` turns a document into catalogue items and the problems found in it;
``fetch`` brings a document from an address that a user typed, and from no other place.
"""

from .fetch import FetchError, fetch
from .profile import PROFILES, Profile, choose_profile
from .reader import Catalogue, Problem, ReadItem, read
from .records import (
    Address,
    CatalogItem,
    Enterprise,
    Group,
    Person,
    Product,
    ProductGroup,
)
from .writer import Writer

__all__ = [
    "PROFILES",
    "Address",
    "Catalogue",
    "CatalogItem",
    "Enterprise",
    "FetchError",
    "Group",
    "Person",
    "Problem",
    "Product",
    "ProductGroup",
    "Profile",
    "ReadItem",
    "Writer",
    "choose_profile",
    "fetch",
    "read",
]
