"""What machines read on the pages: JSON-LD in the words of schema.org."""

from odoo.tools.json import scriptsafe

CONTEXT = "https://schema.org"


def _dump(data):
    """Markup that cannot end the script element it stands in."""
    return scriptsafe.dumps({"@context": CONTEXT, **data})


def _drop_empty(data):
    return {key: value for key, value in data.items() if value}


def get_item_list(base, cards):
    """The members of a page, in their order.

    :param base: address of the website, before every path
    """
    return _dump(
        {
            "@type": "ItemList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": card["name"],
                    "url": base + card["path"],
                }
                for position, card in enumerate(cards, 1)
            ],
        }
    )


def get_business(base, page):
    """A member; it holds what the page shows, thus no more than its viewer may know."""
    contacts = page["contacts"]
    address = _drop_empty(
        {
            "streetAddress": contacts["street"],
            "postalCode": contacts["zip"],
            "addressLocality": contacts["city"],
            "addressCountry": contacts["country"],
        }
    )
    data = {
        "@type": "LocalBusiness",
        "@id": base + page["path"],
        "name": page["name"],
        "url": base + page["path"],
        "description": page["excerpt"],
        "image": base + page["photo"] if page["photo"] else "",
        "telephone": contacts["phone"],
        "email": contacts["email"],
        "sameAs": contacts["website"],
        "address": address and {"@type": "PostalAddress", **address},
        "makesOffer": [
            {"@type": "Offer", "itemOffered": {"@type": "Product", "name": one["name"]}}
            for one in page["products"]
        ],
    }
    if contacts["latitude"] is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": contacts["latitude"],
            "longitude": contacts["longitude"],
        }
    return _dump(_drop_empty(data))
