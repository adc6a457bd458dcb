import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

# Phones scale them to a few hundred kilobytes.
PHOTO_BYTES = 5_000_000
PHOTO_COUNT = 10
PHOTO_TYPES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class OffReceiptDamage(models.Model):
    """Photos of damage: attachments named after the key that the phone gave them."""

    _inherit = "off.receipt.damage"

    def _set_photos(self, wanted):
        """Keep the photos that are named, add those that are sent with their content.

        :param wanted: ``{damage: [{key, content}]}``, content as ``_read_photo`` gives
            it, absent for those that are kept already
        """
        Attachment = self.env["ir.attachment"]
        damages = self.union(*wanted)
        needless = Attachment
        missing = []
        for damage in damages:
            known = {photo.description: photo for photo in damage.photo_ids}
            for photo in wanted[damage][:PHOTO_COUNT]:
                if not known.pop(photo["key"], None) and photo.get("content"):
                    missing.append(damage._prepare_photo_vals(photo))
            needless = needless.union(*known.values())
        needless.unlink()
        Attachment.create(missing)
        damages.invalidate_recordset(["photo_ids"])

    def _prepare_photo_vals(self, photo):
        content, mimetype = photo["content"]
        return {
            "name": f"{photo['key']}.{PHOTO_TYPES[mimetype]}",
            "description": photo["key"],
            "res_model": self._name,
            "res_id": self.id,
            "raw": content,
            "mimetype": mimetype,
        }

    @api.model
    def _read_photo(self, data, name):
        """
        :param data: in base64
        :param name: of the product, for an error
        :return: (bytes, MIME type) of a photo, told by its content
        """
        try:
            content = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError):
            content = b""
        mimetype = guess_mimetype(content)
        if mimetype not in PHOTO_TYPES or len(content) > PHOTO_BYTES:
            raise UserError(
                self.env._(
                    "%s: this file is no photo of less than 5 MB. Take it again.",
                    name,
                )
            )
        return content, mimetype
