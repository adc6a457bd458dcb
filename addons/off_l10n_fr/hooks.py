"""Labels of the French law: run once, when the add-on or its labels come in, so that
what users change or remove afterwards stays as they leave it."""

from datetime import date

KNOWN_LABELS = {
    "off_hub_network.label_organic": "BIO",
    "off_hub_network.label_pdo": "AOCAOP",
    "off_hub_network.label_pgi": "IGP",
    "off_hub_network.label_tsg": "STG",
    "off_hub_network.label_fishing": "PECHE_DURABLE",
    "off_hub_network.label_fair": "COMMERCE_EQUITABLE",
}
# Code rural et de la pêche maritime, article L. 230-5-1: level 2 of the environmental
# certification counts until the end of 2026, level 3 (HVE) has no end.
FRENCH_LABELS = {
    "label_rouge": {
        "name": "Label Rouge",
        "code": "LABEL-ROUGE",
        "sequence": 15,
        "off_egalim_category": "LABEL_ROUGE",
    },
    "label_hve": {
        "name": "High environmental value (HVE)",
        "code": "HVE",
        "sequence": 50,
        "off_egalim_category": "HVE",
    },
    "label_hve_2": {
        "name": "Environmental certification, level 2",
        "code": "HVE2",
        "sequence": 55,
        "off_egalim_category": "HVE",
        "off_egalim_until": date(2026, 12, 31),
    },
    "label_rup": {
        "name": "Outermost regions",
        "code": "RUP",
        "sequence": 70,
        "off_egalim_category": "RUP",
    },
    "label_farm": {
        "name": "Farm-made",
        "code": "FERMIER",
        "sequence": 90,
        "off_egalim_category": "FERMIER",
        "description": "Only where a regulation defines the word, as for eggs, "
        "poultry and cheese.",
    },
}


def load_egalim_labels(env):
    """Give known labels their category, and add the French ones that are missing.

    A label that users made with the same code is taken as it is; a category that is
    set stays.
    """
    for xmlid, category in KNOWN_LABELS.items():
        label = env.ref(xmlid, raise_if_not_found=False)
        if label and not label.off_egalim_category:
            label.off_egalim_category = category
    is_new = False
    Label = env["off.label"].with_context(active_test=False, lang="en_US")
    for name, vals in FRENCH_LABELS.items():
        label = Label.search([("code", "=ilike", vals["code"])], limit=1)
        if not label:
            is_new = True
            Label._load_records(
                [
                    {
                        "xml_id": f"off_l10n_fr.{name}",
                        "values": vals,
                        "noupdate": True,
                    }
                ]
            )
        elif not label.off_egalim_category:
            label.write(
                {
                    key: value
                    for key, value in vals.items()
                    if key.startswith("off_egalim_")
                }
            )
    if is_new:
        # Odoo read the translations before there was anything to translate.
        env["ir.module.module"]._get("off_l10n_fr")._update_translations()


def post_init_hook(env):
    load_egalim_labels(env)
