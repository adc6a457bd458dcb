from odoo import fields, models

# Keys of ma-cantine's imports, in the order in which one sign wins per purchase.
EGALIM_CATEGORIES = [
    ("BIO", "Organic"),
    ("LABEL_ROUGE", "Label Rouge"),
    ("AOCAOP", "Designation of origin (AOC, AOP)"),
    ("IGP", "Geographical indication (IGP)"),
    ("STG", "Traditional speciality (STG)"),
    ("HVE", "High environmental value (HVE)"),
    ("PECHE_DURABLE", "Sustainable fishing"),
    ("RUP", "Outermost regions (RUP)"),
    ("COMMERCE_EQUITABLE", "Fair trade"),
    ("FERMIER", "Farm-made"),
    ("EXTERNALITES", "Environmental externalities"),
    ("PERFORMANCE", "Environmental performance"),
]
EGALIM_RANKS = {key: rank for rank, (key, _name) in enumerate(EGALIM_CATEGORIES)}


class OffLabel(models.Model):
    _inherit = "off.label"

    off_egalim_category = fields.Selection(
        EGALIM_CATEGORIES,
        string="EGalim category",
        help="As what a French canteen counts a purchase with this label. None: the "
        "label does not count.",
    )
    off_egalim_until = fields.Date(
        "Counts until",
        help="The last day on which the law counts this label, if it sets one. It is "
        "still shown afterwards.",
    )

    def _get_egalim_category(self, day=None):
        """The one category in which a purchase with these labels counts.

        One label wins per purchase (rule 36). Whether the labels are validly borne is
        not asked here: see ``product.template._get_egalim_categories``.

        :param day: of the purchase, today by default
        :return: key of ``EGALIM_CATEGORIES``, False where none counts
        """
        day = day or fields.Date.context_today(self)
        counting = self.filtered(
            lambda label: (
                label.off_egalim_category
                and (not label.off_egalim_until or label.off_egalim_until >= day)
            )
        )
        return min(
            counting.mapped("off_egalim_category"), key=EGALIM_RANKS.get, default=False
        )
