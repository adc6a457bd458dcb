from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_egalim_categories(self, day=None):
        """In which category of the EGalim law a purchase of each product counts.

        A label counts when the product bears it, its producer holds a certificate that
        is valid on that day (rule 5), and the law still counts it (rule 36). The reader
        needs no access to certificates.

        :param day: of the purchase, today by default
        :return: ``{product.template: key or False}``, each product has a key
        """
        day = day or fields.Date.context_today(self)
        held = self.env["off.certificate"].sudo()._get_labels(self.off_producer_id, day)
        nothing = self.env["off.label"]
        return {
            template: (
                template.off_label_ids & held.get(template.off_producer_id, nothing)
            )._get_egalim_category(day)
            for template in self
        }
