"""What nobody outside may find, and how it is looked for."""

SECRET_A = "zzalpha"
SECRET_B = "zzbravo"
# Figures: a price of a producer, of a hub, of a cycle, of an order, a stock; a number.
FIGURES_B = ("7777.31", "8888.42", "6666.53", "5555.64", "54321", "699887766")
IBAN_B = "FR7630006000011234567890189"
SECRETS_B = (SECRET_B, *FIGURES_B, IBAN_B, "ZZBRAVO")
# A picture of one pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def find_secrets(text, secrets=SECRETS_B):
    """:return: those of ``secrets`` that stand in ``text``, whatever its case"""
    folded = str(text).lower()
    return [secret for secret in secrets if secret.lower() in folded]
