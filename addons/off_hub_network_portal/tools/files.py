"""Files that members send: known by their content, whatever their name says."""

import base64
import io
import math

from PIL import Image

from odoo.exceptions import UserError
from odoo.tools.image import IMAGE_MAX_RESOLUTION, image_process
from odoo.tools.mimetypes import guess_mimetype

MAX_MEGABYTES = 10
PROOFS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
PHOTOS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
PHOTO_SIZE = (1920, 1920)


def read_file(env, upload, kinds):
    """Read a file that was sent with a form.

    :param upload: werkzeug's FileStorage
    :param kinds: ``{mimetype: suffix}`` that are taken
    :return: ``(content in base 64, suffix)``
    :raise UserError: when it is empty, too big or of another kind
    """
    content = upload.read(MAX_MEGABYTES * 1024 * 1024 + 1)
    name = upload.filename or ""
    if not content:
        raise UserError(env._("“%s” is empty: choose the file again.", name))
    if len(content) > MAX_MEGABYTES * 1024 * 1024:
        raise UserError(
            env._(
                "“%(name)s” is bigger than %(size)s MB: choose a smaller file.",
                name=name,
                size=MAX_MEGABYTES,
            )
        )
    kind = guess_mimetype(content)
    if kind not in kinds:
        raise UserError(
            env._(
                "“%(name)s” cannot be used: send a file of one of these kinds: "
                "%(kinds)s.",
                name=name,
                kinds=", ".join(suffix[1:].upper() for suffix in kinds.values()),
            )
        )
    return base64.b64encode(content), kinds[kind]


def _count_pixels(content):
    """From the head of a photo, before memory is taken for it; 0 where none is told."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return math.inf
    except (OSError, ValueError, SyntaxError):
        return 0


def read_photo(env, upload):
    """Read a photo, make it fit for a page and forget where it was taken.

    A phone writes its position into its photos, which a member may not want to show.

    :return: a JPEG of at most 1920 × 1920 pixels, in base 64
    """
    content, _suffix = read_file(env, upload, PHOTOS)
    if _count_pixels(base64.b64decode(content)) > IMAGE_MAX_RESOLUTION:
        raise UserError(
            env._(
                "“%(name)s” is too large: send a smaller photo, of %(size)s megapixels "
                "at most.",
                name=upload.filename,
                size=round(IMAGE_MAX_RESOLUTION / 1e6),
            )
        )
    try:
        image = image_process(
            base64.b64decode(content),
            size=PHOTO_SIZE,
            quality=85,
            output_format="JPEG",
            verify_resolution=True,
        )
    except (OSError, ValueError, SyntaxError, UserError) as error:
        raise UserError(
            env._("“%s” is damaged: choose another photo.", upload.filename)
        ) from error
    return base64.b64encode(image)
