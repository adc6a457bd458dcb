from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_joinable(self):
        """Contacts of these that the user may complete and let somebody speak for.

        Whoever gets a login at a member speaks for it. So the right to edit its profile
        is not enough: it takes who answers for the member.
        """
        members = self.filtered("off_is_member")
        others = (self - members)._filtered_access("write")
        return members._off_get_spoken_for() | others
