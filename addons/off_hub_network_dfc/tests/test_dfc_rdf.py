from odoo.tests import tagged

from .common import CONTEXT_1, CONTEXT_2, DfcCommon
from .tools import get_connector, missing, read_context

try:
    from rdflib import RDF, Graph, Literal, Namespace, URIRef
except ImportError:
    Graph = None

# Where version 2.0 keeps the terms of these prefixes. Its context is in no package;
# terms that we write and their links are those of 1.16, which the connector holds.
PREFIXES_2 = {
    "dfc-b": "http://w3id.org/dfc/ontology/v2.0.0/src/DFC_BusinessOntology.owl#",
    "dfc-m": "http://w3id.org/dfc/taxonomies/v2.0.0/measures.rdf#",
    "dfc-pt": "http://w3id.org/dfc/taxonomies/v2.0.0/productTypes.rdf#",
}


@tagged("post_install", "-at_install")
class TestDfcRdf(DfcCommon):
    """Our documents are linked data to a reader that knows nothing of us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if Graph is None:
            missing("needs rdflib")
        context = read_context(get_connector())
        cls.contexts = {
            CONTEXT_1: context,
            CONTEXT_2: {**context, **PREFIXES_2},
        }
        cls.env["res.company"]._get_main_company().currency_id = cls.env.ref("base.EUR")

    def _parse(self, path, profile):
        """The graph of a document; its context is put in place of its address."""
        document = self._get(path, profile=profile)
        parts = document["@context"]
        parts = parts if isinstance(parts, list) else [parts]
        document["@context"] = [
            self.contexts[part] if isinstance(part, str) else part for part in parts
        ]
        graph = Graph().parse(data=document, format="json-ld")
        prefixes = self.contexts[CONTEXT_2 if profile == "dfc-v2" else CONTEXT_1]
        return graph, *(Namespace(prefixes[name]) for name in ("dfc-b", "dfc-m"))

    def test_a_catalogue_is_a_graph(self):
        for profile in ("dfc-v1", "dfc-v2"):
            path = f"enterprises/{self.producer.id}/catalog_items"
            graph, dfc, measures = self._parse(path, profile)
            (item,) = graph.subjects(RDF.type, dfc.CatalogItem)
            self.assertEqual(str(graph.value(item, dfc.sku)), "CAR")
            product = graph.value(item, dfc.references)
            self.assertEqual(str(graph.value(product, dfc.name)), "Carrots")
            quantity = graph.value(product, dfc.hasQuantity)
            self.assertEqual(graph.value(quantity, dfc.hasUnit), measures.Kilogram)
            price = graph.value(graph.value(item, dfc.offeredThrough), dfc.hasPrice)
            self.assertEqual(graph.value(price, dfc.value).toPython(), 2.5)
            self.assertEqual(graph.value(price, dfc.hasUnit), measures.Euro)
            producer = graph.value(product, dfc.suppliedBy)
            kind = dfc.Organization if profile == "dfc-v2" else dfc.Enterprise
            self.assertIn((producer, RDF.type, kind), graph)

    def test_every_link_is_a_link(self):
        for profile in ("dfc-v1", "dfc-v2"):
            for path in (
                "enterprises",
                f"enterprises/{self.producer.id}",
                f"enterprises/{self.producer.id}/catalog_items",
                "supplied_products",
                "enterprise_groups",
                f"persons/{self.coordinator_a.id}",
            ):
                graph, dfc, _measures = self._parse(path, profile)
                self.assertTrue(len(graph))
                for subject, term, value in graph:
                    self.assertIsInstance(term, URIRef)
                    text = isinstance(value, Literal) and str(value)
                    self.assertFalse(
                        text and text.startswith((self.base, "dfc-")),
                        f"{path}: {subject} {term} {value}",
                    )

    def test_lists_of_version_2_contain_their_members(self):
        graph, dfc, _measures = self._parse("organizations", "dfc-v2")
        ldp = Namespace("http://www.w3.org/ns/ldp#")
        (container,) = graph.subjects(RDF.type, ldp.Container)
        self.assertEqual(
            set(graph.objects(container, ldp.contains)),
            set(graph.subjects(RDF.type, dfc.Organization)),
        )
