"""What a suggestion is worth.

The score of a suggestion is the sum of each weight times its share, a number from 0 to
1 that says how well that point is met:

- product: same words (similarity of their trigrams), or the same category;
- distance: 1 at the door, 0 at the edge of the radius;
- volume: the part of what is needed in a week that can be supplied in a week;
- labels: the part of the labels wanted for which a certificate holds today;
- territory: hubs near the one who asks that are already linked to the suggested member;
- season: the part of the months asked for in which it can be had.
"""

# They add up to 100, so that a score reads as a percentage.
WEIGHTS = {
    "product": 35,
    "distance": 25,
    "volume": 15,
    "labels": 10,
    "territory": 10,
    "season": 5,
}

# Share of a point on which nothing is known: neither an argument for nor against.
UNKNOWN = 0.5
# Similarity of the words from which two products are the same one.
SAME_PRODUCT = 0.6
# Same category, other words: leeks for somebody who looks for carrots.
SAME_CATEGORY = 0.4
# The other one asks for a wider category, or a category bears the words looked for.
WIDER_CATEGORY = 0.7
# The other one names no product at all.
ANYTHING = 0.3
# Linked hubs near the one who asks beyond which more add nothing.
ENOUGH_HUBS = 3
# Kilometres that count as near when no radius is set.
USUAL_RADIUS = 100
# Kilometres to which a distance is rounded when the exact place is kept back.
VAGUE_KM = 5
