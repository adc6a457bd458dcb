"""Units and currencies of the consortium's thesaurus of measures."""

from decimal import Decimal

# Units of content: concept and the factor from our unit to it. The thesaurus has no
# ounce and no kilolitre; they are told in a unit that it has.
MEASURES = {
    "mg": ("Milligram", Decimal(1)),
    "g": ("Gram", Decimal(1)),
    "kg": ("Kilogram", Decimal(1)),
    "T": ("Tonne", Decimal(1)),
    "lb": ("PoundMass", Decimal(1)),
    "oz": ("Gram", Decimal("28.349523125")),
    "mL": ("Millilitre", Decimal(1)),
    "cL": ("Centilitre", Decimal(1)),
    "dL": ("Decilitre", Decimal(1)),
    "L": ("Litre", Decimal(1)),
    "gal": ("Gallon", Decimal(1)),
    "kL": ("Litre", Decimal(1000)),
}
UNITS = {
    concept: code
    for code, (concept, factor) in MEASURES.items()
    if factor == Decimal(1)
}
PIECE = "Piece"

# Things that are counted, as the thesaurus calls them: English, French.
PACKS = {
    "4Pack": ("4 pack", "pack de 4"),
    "6Pack": ("6 pack", "pack de 6"),
    "Bag": ("bag", "sac"),
    "Basket": ("basket", "panier"),
    "BeerCrate": ("beer crate", "casier à bière"),
    "Bottle": ("bottle", "bouteille"),
    "Box": ("box", "boîte"),
    "Bucket": ("bucket", "seau"),
    "Bunch": ("bunch", "botte"),
    "Bundle": ("bundle", "lot"),
    "Can": ("can", "canette"),
    "Carton": ("carton", "carton"),
    "Cask": ("cask", "tonneau"),
    "Crate": ("crate", "cagette"),
    "Cup": ("cup", "tasse"),
    "Dozen": ("dozen", "douzaine"),
    "Drum": ("drum", "baril"),
    "HalfDozen": ("half dozen", "demi-douzaine"),
    "Jar": ("jar", "bocal"),
    "Keg": ("keg", "fût"),
    "Kit": ("kit", "kit"),
    "Net": ("net", "filet"),
    "Package": ("package", "colis"),
    "Packet": ("packet", "sachet"),
    "Pair": ("pair", "paire"),
    "Pallet": ("pallet", "palette"),
    "Pot": ("pot", "pot"),
    "Pouch": ("pouch", "poche"),
    "Punnet": ("punnet", "barquette"),
    "Roll": ("roll", "rouleau"),
    "Tablet": ("tablet", "tablette"),
    "Tin": ("tin", "boîte de conserve"),
    "Tray": ("tray", "plateau"),
    "Tub": ("tub", "bac"),
    "Tube": ("tube", "tube"),
}
_CONCEPTS = {
    name.casefold(): concept for concept, names in PACKS.items() for name in names
}

CURRENCIES = {
    "AUD": "AustralianDollar",
    "CAD": "CanadianDollar",
    "EUR": "Euro",
    "GBP": "PoundSterling",
    "USD": "USDollar",
}
CURRENCY_CODES = {concept: code for code, concept in CURRENCIES.items()}


def find_pack(name: str) -> str:
    """The concept for a thing that is counted; empty if the thesaurus has none."""
    return _CONCEPTS.get(" ".join(name.split()).casefold(), "")
