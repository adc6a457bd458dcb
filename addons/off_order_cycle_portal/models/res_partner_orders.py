from odoo import fields, models


class ResPartner(models.Model):
    """Who of a producer is written to what is ordered of it."""

    _inherit = "res.partner"

    off_gets_orders = fields.Boolean(
        "Receives orders",
        help="What is ordered of the producer when a sale closes is mailed to this "
        "contact too, with a link by which it may answer.",
    )

    def _off_get_order_contacts(self):
        """Addresses of a producer: its own, and those of its contacts that receive
        orders; where there is none, those of its logins.

        :return: res.partner, each address once
        """
        self.ensure_one()
        people = self.child_ids.filtered("active")
        found = (self | people.filtered("off_gets_orders")).filtered("email_normalized")
        if not found:
            logins = people.sudo().filtered(lambda one: one.user_ids.filtered("share"))
            found = logins.with_env(self.env).filtered("email_normalized")
        known = {}
        for one in found:
            known.setdefault(one.email_normalized, one)
        return self.browse([one.id for one in known.values()])
