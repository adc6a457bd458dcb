from odoo import api, models
from odoo.fields import Domain

from ..tools.operators import get_operator_ids

# Records that operators share: each keeps its own notes on them.
SHARED = ("res.partner", "off.hub", "product.template", "product.product")


def get_notes_domain(env, model, record):
    """Notes on shared records that are the user's operator's: written by its people, or
    on a record that is its own.

    :param model: name of the field that holds the name of the record's model
    :param record: name of the field that holds its id
    """
    user, companies = env.user, get_operator_ids(env)
    known = Domain(model, "not in", SHARED) | Domain("create_uid", "=", user.id)
    if user.has_group("off_hub_network.group_admin"):
        return Domain.TRUE
    if not user.share:
        known |= Domain("create_uid.share", "=", False) & Domain(
            "create_uid.company_ids", "in", companies
        )
    Partner = env["res.partner"].sudo().with_context(active_test=False)
    customers = Domain("commercial_partner_id.off_is_member", "=", False)
    catalogs = Domain("off_producer_id", "=", False) | Domain(
        "off_producer_id.off_catalog_company_ids", "in", companies
    )
    for name, own in (
        ("res.partner", customers | Partner._off_get_own_domain()),
        ("off.hub", Domain("company_id", "in", companies)),
        ("product.template", catalogs),
        ("product.product", catalogs),
    ):
        Model = env[name].sudo().with_context(active_test=False)
        ids = Model._search(own, order="id")
        known |= Domain(model, "=", name) & Domain(record, "in", ids)
    return known


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "off.known.mixin"]

    @api.model
    def _off_get_known_domain_of_rule(self):
        """Override: also what was sent to the user."""
        partner = self.env.user.partner_id
        return (
            get_notes_domain(self.env, "model", "res_id")
            | Domain("model", "=", False)
            | Domain("author_id", "=", partner.id)
            | Domain("partner_ids", "in", partner.ids)
            | Domain("notification_ids.res_partner_id", "in", partner.ids)
        )
