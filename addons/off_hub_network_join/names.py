"""Names and places as people mean them, so that duplicates are found.

Plain Python, without Odoo: "GAEC du Bois-Joli" and "Le bois joli" are one farm.
"""

import re
import unicodedata

# How a structure is registered, not what it is called.
LEGAL_FORMS = frozenset(
    "sarl earl eurl gaec sas sasu sa scea scop scic sci snc gie ei eirl scp sica cuma "
    "gfa amap asso association ste societe cooperative coop ltd gmbh srl bvba "
    "asbl".split()
)
STOP_WORDS = frozenset("a au aux d de des du en et l la le les of s the and".split())
SAINTS = {"st": "saint", "ste": "sainte"}


def get_words(text):
    """Return the words of ``text`` in plain small letters, in their order."""
    plain = unicodedata.normalize("NFKD", (text or "").replace("œ", "oe"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    # S.A.R.L. is one word.
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", plain.casefold())
    return re.findall(r"[a-z0-9]+", plain)


def get_name_key(name):
    """Return what stays the same however a structure writes its name.

    Legal forms, small words and the order of words are left out. A name made of
    nothing else ("La Coop") keeps all its words.
    """
    words = get_words(name)
    telling = [w for w in words if w not in LEGAL_FORMS and w not in STOP_WORDS]
    return " ".join(sorted(telling or words))


def get_city_key(city):
    words = [SAINTS.get(word, word) for word in get_words(city)]
    # Big towns are delivered by offices: "Nantes CEDEX 1".
    if "cedex" in words:
        words = words[: words.index("cedex")]
    return " ".join(words)


def get_zip_key(code):
    return "".join(get_words(code)).removeprefix("f")


def is_same_place(first, second):
    """Compare two ``(zip, city)``: one of both alike is enough, since people know the
    name of their town better than its number, or the other way round."""
    zips = {get_zip_key(first[0]), get_zip_key(second[0])}
    cities = {get_city_key(first[1]), get_city_key(second[1])}
    return any(len(keys) == 1 and "" not in keys for keys in (zips, cities))
