import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_hub_network_dfc.dfc import (
    PROFILES,
    Address,
    CatalogItem,
    Enterprise,
    Product,
    ProductGroup,
    Writer,
    choose_profile,
    read,
)
from odoo.addons.off_hub_network_dfc.dfc.countries import ALPHA3, country_iri
from odoo.addons.off_hub_network_dfc.dfc.measures import MEASURES, UNITS

D = Decimal
BASE = "https://here.test/api/dfc"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ("@id", "@type", "@graph", "@context", "@value", "dfc-b:hasPrice")
                + ("dfc-b:references", "dfc-b:hasQuantity", "dfc-b:value", "dfc-b:name")
            )
            | st.text(max_size=5),
            inner | st.just("dfc-b:CatalogItem"),
            max_size=5,
        )
    ),
    max_leaves=30,
)


def make_item(**changes):
    values = {
        "id": 1,
        "enterprise_id": 2,
        "group_id": 3,
        "group_name": "Carrots",
        "label": "5 kg",
        "quantity": D(5),
        "unit": "kg",
    }
    return CatalogItem(2, Product(**values | changes), D("2.5"), "EUR", "CAR", D(7))


def write_catalogue(item, profile="dfc-v1"):
    writer = Writer(BASE, PROFILES[profile])
    product = item.product
    group = ProductGroup(product.group_id, product.group_name, 2, (product.id,))
    others = [
        writer.product(product),
        writer.product_group(group),
        writer.offer(item),
        writer.enterprise(Enterprise(2, "Farm", product_ids=(product.id,))),
    ]
    return writer.listing("enterprises/2/catalog_items", [writer.item(item)], others)


def read_one(document):
    catalogue = read(json.dumps(document).encode())
    assert not catalogue.problems, catalogue.problems
    (item,) = catalogue.items
    return item


@tagged("post_install", "-at_install")
class TestDfcFormat(BaseCase):
    """The plain reader and writer, without a database."""

    def test_the_accept_header_chooses_the_version(self):
        for accept, name in (
            ("", "dfc-v1"),
            ("*/*", "dfc-v1"),
            ("application/ld+json", "dfc-v1"),
            ('application/ld+json; profile="dfc-v2"', "dfc-v2"),
            ("application/ld+json;profile=dfc-v2, */*;q=0.1", "dfc-v2"),
            ('application/ld+json; profile="http://other dfc-v2"', "dfc-v2"),
            ('application/ld+json; profile="2.0"', "dfc-v2"),
            (f'a/b; PROFILE="{PROFILES["dfc-v2"].context}"', "dfc-v2"),
            ('a/b; profile="http://www.w3.org/ns/json-ld#compacted"', "dfc-v1"),
            ('a/b; profile="dfc-v9"', "dfc-v1"),
        ):
            self.assertEqual(choose_profile(accept).name, name, accept)

    def test_what_is_written_is_read(self):
        for profile in PROFILES:
            item = read_one(write_catalogue(make_item(), profile))
            self.assertEqual(
                (item.group, item.name, item.producer),
                ("Carrots", "Carrots - 5 kg", "Farm"),
            )
            self.assertEqual((item.quantity, item.measure), (5, "Kilogram"))
            self.assertEqual((item.price, item.currency), (D("2.5"), "EUR"))
            self.assertEqual((item.sku, item.stock), ("CAR", 7))

    def test_every_unit_keeps_its_size(self):
        for unit, (concept, factor) in MEASURES.items():
            item = read_one(write_catalogue(make_item(unit=unit, quantity=D("1.5"))))
            self.assertEqual(item.measure, concept)
            self.assertEqual(item.quantity, D("1.5") * factor)
            self.assertIn(concept, UNITS)

    def test_kinds_that_the_thesaurus_lacks_keep_their_name(self):
        for name, concept in (("botte", "Bunch"), ("odd box of ours", "Piece")):
            item = read_one(write_catalogue(make_item(unit="", unit_name=name)))
            self.assertEqual((item.measure, item.measure_label), (concept, name))

    def test_zero_is_told_and_missing_is_not(self):
        writer = Writer(BASE, PROFILES["dfc-v1"])
        address = writer.address(Address(1, latitude=0.0))
        self.assertEqual(address["dfc-b:latitude"], 0.0)
        self.assertNotIn("dfc-b:longitude", address)

    def test_countries_are_those_of_the_european_list(self):
        self.assertTrue(country_iri("fr").endswith("/country/FRA"))
        self.assertEqual(country_iri(""), "")
        self.assertEqual(len(set(ALPHA3.values())), len(ALPHA3))

    def test_other_ways_to_write_the_same_are_read(self):
        document = write_catalogue(make_item())
        ontology = (
            "https://github.com/datafoodconsortium/ontology/releases/latest/download/"
            "DFC_BusinessOntology.owl#"
        )
        text = json.dumps(document)
        nested = write_catalogue(make_item())
        item, product, _group, offer, _farm = nested["@graph"]
        item["dfc-b:references"] = product
        item["dfc-b:offeredThrough"] = [offer]
        nested["@graph"] = [item, *nested["@graph"][2:3], *nested["@graph"][4:]]
        valued = json.loads(text)
        valued["@graph"][0]["dfc-b:sku"] = {"@value": "CAR", "@language": "fr"}
        bare = json.loads(text)
        bare["@graph"][3]["dfc-b:hasPrice"] = 2.5
        expected = read_one(document)
        for other in (
            json.loads(text.replace("dfc-b:", ontology)),
            {
                **json.loads(text.replace("dfc-b:", "b:")),
                "@context": [document["@context"], {"b": ontology}],
            },
            nested,
            valued,
        ):
            self.assertEqual(read_one(other), expected)
        self.assertEqual(read_one(bare).price, expected.price)

    def test_limits_are_told(self):
        text = json.dumps(write_catalogue(make_item())).encode()
        self.assertEqual(read(text, max_bytes=9).problems[0].code, "too_long")
        self.assertEqual(read(text, max_items=0).problems[0].code, "too_many")

    def test_endless_numbers_are_no_numbers(self):
        text = json.dumps(write_catalogue(make_item()))
        for number in ("1e999999", '"1E+999999"', '"NaN"', '"Infinity"', "true"):
            odd = text.replace('"dfc-b:value": 2.5', f'"dfc-b:value": {number}')
            self.assertEqual(read(odd.encode()).problems[0].code, "bad_price", number)

    @settings(deadline=None, max_examples=300)
    @given(JSON)
    def test_no_document_makes_it_fail(self, document):
        catalogue = read(json.dumps(document).encode())
        self.assertTrue(catalogue.items or catalogue.problems)

    @settings(deadline=None, max_examples=100)
    @given(st.binary(max_size=200))
    def test_no_bytes_make_it_fail(self, data):
        self.assertTrue(read(data).problems)
