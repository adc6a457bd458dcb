"""What members look for and can supply, and who asks to join."""

from odoo.fields import Command

from .people import LANGUAGE, read_rows

GROWER = {
    "name": "La Ferme du Grand Pâtis",
    "contact_name": "Julien Rabu",
    "email": "julien@grand-patis.example",
    "phone": "02 40 00 44 01",
    "street": "Le Grand Pâtis",
    "zip": "44440",
    "city": "Teillé",
    # No enterprise has it: the register does not give numbers in 999.
    "company_registry": "999 104 003 00010",
    "website": "",
    "vat": "",
    "story": "Je me suis installé l’an dernier sur neuf hectares : oignons, échalotes "
    "et courges de conservation. La conversion en bio se termine au printemps.",
    "looking_for": "Des groupements qui prennent des légumes de garde tout l’hiver.",
}
BUYER = {
    "name": "Cuisine centrale, Sucé sur Erdre",
    "contact_name": "Karine Lefort",
    "email": "cuisine@suce-sur-erdre.example",
    "phone": "02 40 00 44 02",
    "street": "Rue de la Mairie",
    "zip": "44240",
    "city": "Sucé-sur-Erdre",
    "company_registry": "",
    "website": "",
    "vat": "",
    "story": "Je dirige la cuisine des écoles de la commune.",
    "looking_for": "Suivre moi-même notre marché de légumes et écrire aux producteurs.",
}


def ask(federation):
    _write_notices(federation)
    _ask_to_join(federation, GROWER, "producer", hub=federation.association.hub)
    # The association knows it already: the moderators see that it is the same.
    _ask_to_join(federation, BUYER, "collective_buyer")


def _write_notices(federation):
    for row in read_rows("notices"):
        member = federation.find(row["member"])
        env = federation.get_env(member)
        labels = [
            env.ref(f"off_hub_network.label_{name}").sudo().id
            for name in row["labels"].split()
        ]
        env["off.network.notice"].create(
            {
                "member_id": member.id,
                "kind": row["kind"],
                "product": row["product"],
                "quantity": float(row["quantity"]),
                "uom_id": env.ref(f"uom.product_uom_{row['unit']}").sudo().id,
                "rhythm": row["rhythm"],
                "label_ids": [Command.set(labels)],
                "labels_required": row["required"] == "1",
                "radius": int(row["radius"]),
                "note": row["note"],
            }
        )


def _ask_to_join(federation, form, role, hub=None):
    """Somebody fills in the public form, and follows the link in the mail.

    :raise ValueError: when the form would have been shown again
    """
    visitor = federation.env.ref("base.public_user")
    env = federation.env(
        user=visitor,
        context={
            "lang": LANGUAGE,
            "allowed_company_ids": federation.association.company.ids,
        },
    )
    values = {
        **form,
        "country_id": env.ref("base.fr").sudo(),
        "hub_id": hub and hub.with_env(env).sudo(),
        "role_ids": env.ref(f"off_hub_network.role_{role}").sudo(),
    }
    Request = env["off.join.request"]
    if errors := Request._check_form(values):
        raise ValueError(errors)
    Request._submit(values, publish=True)._confirm()
