"""The nodes of a JSON-LD document, found by id and by type."""

BUSINESS = "dfc-b:"
# Where versions of the standard keep its terms; what follows "#" is the term.
_ONTOLOGY = "DFC_BusinessOntology.owl"
_KEYWORDS = ("@id", "@type", "@value", "@language", "@list", "@set", "@graph")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


class JsonLdError(ValueError):
    """The JSON is not a document of linked data. ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Graph:
    """A document as flat nodes with short terms.

    :ivar by_id: ``{@id: node}``; a node spread over several places is one
    """

    def __init__(self, document):
        self.by_id = {}
        self.anonymous = 0
        roots = document if isinstance(document, list) else [document]
        if not roots or not all(isinstance(root, dict) for root in roots):
            raise JsonLdError("not_jsonld")
        for root in roots:
            self.prefixes = _read_prefixes(root.get("@context"))
            self._add(root)

    # -- making ----------------------------------------------------------------------
    def _add(self, raw):
        """Flatten a node and those inside it; return a reference to it."""
        node = {}
        for key, value in raw.items():
            if key in ("@context", "@graph"):
                continue
            node[self._shorten(key)] = self._flatten(value, key)
        for inner in _listed(raw.get("@graph", [])):
            if isinstance(inner, dict):
                self._add(inner)
        if not node.keys() - {"@id"}:
            return node
        if "@id" not in node:
            self.anonymous += 1
            node["@id"] = f"_:n{self.anonymous}"
        known = self.by_id.setdefault(node["@id"], {})
        for key, value in node.items():
            known[key] = _merge(known[key], value) if key in known else value
        return {"@id": node["@id"]}

    def _flatten(self, value, key):
        if key == "@id":
            if not isinstance(value, str):
                raise JsonLdError("not_jsonld")
            return self._expand(value)
        if isinstance(value, list):
            return [self._flatten(item, key) for item in value]
        if key == "@type":
            return self._shorten(str(value))
        if isinstance(value, dict):
            inner = value.get("@list", value.get("@set"))
            if inner is not None:
                return self._flatten(_listed(inner), key)
            return value if "@value" in value else self._add(value)
        return value

    def _shorten(self, term):
        """``dfc-b:name`` for every way to write it."""
        if term in _KEYWORDS:
            return term
        term = self._expand(term)
        if _ONTOLOGY in term and "#" in term:
            return BUSINESS + term.rsplit("#", 1)[1]
        return "rdfs:label" if term == _LABEL else term

    def _expand(self, term):
        prefix, colon, rest = term.partition(":")
        if colon and prefix in self.prefixes and not rest.startswith("//"):
            return self.prefixes[prefix] + rest
        return term

    # -- asking ----------------------------------------------------------------------
    def of_type(self, *names):
        wanted = {BUSINESS + name for name in names}
        return [
            node
            for node in self.by_id.values()
            if wanted.intersection(map(str, _listed(node.get("@type", []))))
        ]

    def values(self, node, term):
        return _listed(node.get(BUSINESS + term, [])) if node else []

    def references(self, node, term):
        """Ids that a term points to, whether written as text or as a reference."""
        return [ref for ref in map(reference, self.values(node, term)) if ref]

    def nodes(self, node, term):
        """Nodes of the document that a term points to."""
        return [
            self.by_id[ref] for ref in self.references(node, term) if ref in self.by_id
        ]

    def first(self, node, term):
        return next(iter(self.nodes(node, term)), None)

    def text(self, node, term):
        return next(filter(None, map(text, self.values(node, term))), "")


def reference(value):
    """The id in a value; empty if it holds none."""
    if isinstance(value, dict):
        value = value.get("@id", value.get("@value", ""))
    return value if isinstance(value, str) else ""


def text(value):
    """A plain value as text; empty for a node."""
    if isinstance(value, list):
        return next(filter(None, map(text, value)), "")
    if isinstance(value, dict):
        value = value.get("@value", "")
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def local_name(iri):
    """The last part of an address or of a prefixed name: ``Kilogram``."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _read_prefixes(context):
    """Prefixes that the document declares itself; the usual ones keep their names."""
    prefixes = {}
    for part in _listed(context or []):
        if isinstance(part, dict):
            for name, value in part.items():
                if isinstance(value, dict):
                    value = value.get("@id")
                if isinstance(value, str) and value.endswith(("#", "/")):
                    prefixes[name] = value
    return prefixes


def _listed(value):
    return value if isinstance(value, list) else [value]


def _merge(known, value):
    # In place, and doubles stay: a hostile document must not cost a square.
    merged = known if isinstance(known, list) else [known]
    merged.extend(_listed(value))
    return merged
