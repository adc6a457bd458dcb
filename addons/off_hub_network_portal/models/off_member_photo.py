from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.files import read_photo

MAX_PHOTOS = 12


class OffMemberPhoto(models.Model):
    """What a member does with its own photos."""

    _inherit = "off.member.photo"

    @api.model
    def _off_get_own(self, photo_id=None):
        """Photos of the user's own member, with all rights, in their order.

        :raise AccessError: when ``photo_id`` is one of others
        """
        member = self.env.user._off_get_member()
        domain = [("partner_id", "=", member.id), ("partner_id", "!=", False)]
        if photo_id is not None:
            domain.append(("id", "=", photo_id))
        photos = self.sudo().search(domain)
        if photo_id is not None and not photos:
            raise AccessError(self.env._("This photo is not one of yours."))
        return photos

    @api.model
    def _off_add_own(self, uploads):
        """Add photos to the user's own member, after those it has.

        :param uploads: werkzeug's FileStorage objects
        :raise UserError: when one is no photo, too big, or there are too many
        """
        member = self.env.user._off_get_member()
        if not member:
            raise AccessError(self.env._("Only members of the network have photos."))
        known = self._off_get_own()
        if len(known) + len(uploads) > MAX_PHOTOS:
            raise UserError(
                self.env._(
                    "You can show %s photos: delete some before you add others.",
                    MAX_PHOTOS,
                )
            )
        last = max(known.mapped("sequence"), default=0)
        return self.sudo().create(
            [
                {
                    "partner_id": member.id,
                    "sequence": last + 10 * number,
                    "image_1920": read_photo(self.env, upload),
                }
                for number, upload in enumerate(uploads, 1)
            ]
        )

    def _off_move(self, step):
        """Move a photo of the user's own member.

        :param step: -1 to show it earlier, 1 later
        """
        self.ensure_one()
        self._off_get_own(self.id)
        photos = list(self._off_get_own())
        place = next(n for n, photo in enumerate(photos) if photo.id == self.id)
        photos.insert(max(place + step, 0), photos.pop(place))
        for number, photo in enumerate(photos, 1):
            photo.sequence = 10 * number
