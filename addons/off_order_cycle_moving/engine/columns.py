"""What columns mean, by the words that people use for them."""

from .cells import fold

# {kind: {target: words for it in English, French and Spanish, folded}}; the first
# target that a word fits takes the column.
_REFERENCE = (
    "reference|ref|id|number|no|n|code|external id|former reference|customer code|"
    "member number|customer id|numero|num|identifiant|code client|n client|n adherent|"
    "numero adherent|numero d adherent|n d adherent|ancienne reference|referencia|"
    "codigo|numero de socio|identificador"
)
_NAME = (
    "name|full name|household|customer|member|nom|nom complet|foyer|menage|client|"
    "adherent|membre|nom et prenom|nom prenom|raison sociale|nombre|nombre completo|"
    "hogar|socio|cliente|bill address name|customer name"
)
_CONTACT = {
    "email": "email|e mail|mail|email address|courriel|adresse mail|adresse e mail|"
    "adresse email|adresse electronique|correo|correo electronico|customer email",
    "phone": "phone|telephone|tel|mobile|phone number|portable|numero de telephone|"
    "tel portable|gsm|telefono|movil",
    "street": "street|address|address 1|address1|address line 1|rue|adresse|adresse 1|"
    "voie|adresse postale|calle|direccion|domicilio",
    "street2": "street 2|street2|address 2|address2|complement|complement d adresse|"
    "adresse 2|direccion 2|complemento",
    "zip": "zip|zip code|zipcode|postcode|postal code|cp|code postal|codigo postal",
    "city": "city|town|ville|commune|localite|ciudad|localidad|poblacion|municipio",
    "country": "country|pays|pais",
}
_SIRET = "siret|n siret|numero siret|abn|company registry|siret number|no siret"
WORDS = {
    "member": {
        "reference": _REFERENCE,
        "first_name": "first name|firstname|prenom|given name|nombre de pila",
        "name": f"{_NAME}|last name|lastname|surname|nom de famille|apellido|apellidos",
        **_CONTACT,
        "hub": "hub|shop|group|point of sale|groupe|groupement|point de vente|lieu|"
        "point de retrait|magasin|boutique|grupo|tienda|punto de venta",
        "is_member": "is member|membership|status|adhesion|statut|a jour|cotisation|"
        "membresia|afiliacion",
        "date_start": "member since|member from|joined|start|adherent depuis|"
        "membre depuis|date d adhesion|date adhesion|debut|miembro desde|fecha de alta",
        "date_end": "member until|end|expires|adherent jusqu au|fin|fin d adhesion|"
        "echeance|fecha de baja|miembro hasta",
        "lang": "language|lang|locale|langue|idioma|lengua",
    },
    "producer": {
        "reference": f"{_REFERENCE}|supplier code|code fournisseur|n fournisseur|"
        "codigo de proveedor",
        "name": "name|producer|supplier|farm|enterprise|company|nom|producteur|"
        "fournisseur|ferme|entreprise|raison sociale|nom du producteur|nombre|"
        "productor|proveedor|granja|empresa",
        "siret": _SIRET,
        **_CONTACT,
        "website": "website|web|url|site|site web|site internet|sitio web|pagina web",
        "iban": "iban|bank account|account number|compte bancaire|compte|rib|"
        "cuenta bancaria|cuenta",
        "practices": "practices|description|about|presentation|short description|"
        "pratiques|practicas|descripcion",
        "hub": "hub|shop|group|point de vente|groupe|groupement|grupo|tienda",
    },
    "balance": {
        "reference": _REFERENCE,
        "email": _CONTACT["email"],
        "siret": _SIRET,
        "name": f"{_NAME}|producer|supplier|producteur|fournisseur|productor|proveedor",
        "amount": "amount|balance|solde|montant|saldo|importe|customer balance|"
        "solde client|credit balance",
        "owes": "owes|owes us|debit|due|to receive|doit|nous doit|du|a recevoir|debe|"
        "nos debe|deudor",
        "owed": "owed|we owe|credit|avoir|nous devons|a payer|lui est du|haber|"
        "debemos|acreedor",
        "side": "side|kind|type|genre|sorte|tipo|clase",
        "date": "date|day|due date|jour|date d echeance|echeance|date de la facture|"
        "fecha|vencimiento",
        "label": "label|document|invoice|description|libelle|piece|facture|motif|"
        "n facture|etiqueta|factura|concepto",
    },
}
_TARGETS = {
    kind: {
        word: target for target, words in targets.items() for word in words.split("|")
    }
    for kind, targets in WORDS.items()
}


def propose(kind, columns, remembered=None):
    """What each column most likely is.

    :param kind: ``member``, ``producer`` or ``balance``
    :param columns: headers of the file
    :param remembered: ``{folded header: target or ""}`` of the last time
    :return: list of targets, "" where none is known; each target at most once, what was
        chosen the last time goes before what the words say
    """
    remembered = remembered or {}
    result = [remembered.get(fold(column), "") for column in columns]
    taken = set()
    for place, target in enumerate(result):
        if target not in WORDS[kind] or target in taken:
            result[place] = ""
        taken.add(result[place])
    for place, column in enumerate(columns):
        word = fold(column)
        target = _TARGETS[kind].get(word, "")
        if word not in remembered and target and target not in taken:
            result[place] = target
            taken.add(target)
    return result
