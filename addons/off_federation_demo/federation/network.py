"""Members who act together, and links that wait for an answer."""

from .people import FARMER_MEMBER
from .profiles import read_image

GROUP = {
    "name": "Cercle Erdre et Loire",
    "description": """
        <p>Fermes et lieux de vente entre l’Erdre et la Loire qui s’organisent
        ensemble : plan de culture commun avant l’hiver, tournées partagées, un seul
        interlocuteur pour les cantines.</p>
        <p>Nous nous retrouvons le premier lundi du mois, à tour de rôle dans nos
        fermes. Entre deux réunions, tout se passe sur le forum.</p>""",
    "join_policy": "request",
}
MEMBERS = (
    "La Ferme des Trois Noues",
    "Le Potager de la Boulogne",
    "Les Vergers de la Haie-Blanche",
    "La Laiterie des Marzelles",
    "Les Poulettes de la Garenne",
    "Les Camionnettes du Val",
    FARMER_MEMBER,
    "La Petite Halle",
)
APPLICANT = "L’Épi levé"
PROPOSING = "La Miellerie des Deux Rives"
TALK = (
    (
        "association",
        "Tournée du mercredi : qui peut prendre la rive sud ?",
        "<p>Les Camionnettes du Val ont de la place le mercredi matin entre Le "
        "Cellier et Nantes : huit bacs au frais, quatre à température ambiante. Qui"
        " en a l’usage à partir du mois prochain ?</p>",
        (
            (
                "farmer",
                "<p>Moi, pour deux bacs de champignons. Je peux déposer au Cellier "
                "avant 7 h.</p>",
            ),
            (
                "market",
                "<p>La halle peut recevoir jusqu’à 11 h, et rendre les bacs vides "
                "au passage suivant.</p>",
            ),
        ),
    ),
    (
        "farmer",
        "Paille de champignonnière à donner",
        "<p>J’ai une dizaine de mètres cubes de paille usée chaque mois, bonne pour"
        " pailler ou composter. Elle est bio et gratuite, à charger à "
        "Champtoceaux.</p>",
        (),
    ),
    (
        "market",
        "Compte rendu : plan de culture de l’an prochain",
        "<p>Retenu lundi : deux fermes doublent la surface de carottes pour les "
        "cantines, la Boulogne garde les tomates. Il manque toujours quelqu’un pour"
        " les oignons de garde. Dites ici si le compte rendu oublie quelque "
        "chose.</p>",
        (),
    ),
)


def tie_network(federation):
    """A group with its forum, and a link that a producer proposes to a hub."""
    group = _gather_group(federation)
    _talk(federation, group)
    _propose_links(federation)


def _gather_group(federation):
    """The association founds it and invites; each invited member joins itself."""
    env = federation.association.env
    group = env["off.network.group"].create(
        {**GROUP, "image_1920": read_image("caisse")}
    )
    members = [federation.find(name) for name in MEMBERS]
    env["off.network.membership"].create(
        [{"group_id": group.id, "member_id": member.id} for member in members]
    )
    for member in members:
        group.with_env(federation.get_env(member))._join(member)
    group._join(federation.find(APPLICANT))
    return group


def _talk(federation, group):
    group.action_open_forum()
    forum = group.sudo().forum_ids
    envs = {
        "association": federation.association.env,
        "market": federation.market.env,
        "farmer": federation.farmer_env,
    }
    for author, title, question, answers in TALK:
        post = envs[author]["forum.post"].create(
            {"forum_id": forum.id, "name": title, "content": question}
        )
        for other, answer in answers:
            envs[other]["forum.post"].create(
                {"forum_id": forum.id, "parent_id": post.id, "content": answer}
            )


def _propose_links(federation):
    """A producer without login asks a hub, by the association that speaks for it."""
    federation.association.env["off.network.link"]._off_propose(
        federation.find(PROPOSING),
        federation.market.hub.partner_id,
        ["may_order"],
        "Nos miels de printemps et de châtaignier iraient bien à côté du pain de "
        "L’Épi levé. Nous passons à Saint-Herblain un lundi sur deux.",
    )
