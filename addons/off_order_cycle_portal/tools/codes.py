"""Codes that a telephone reads. By the library that Odoo uses for its second factor:
the one behind its barcodes draws no pictures on every machine."""

import base64
import io

import qrcode


def draw_qr(text: str) -> str:
    """:return: a picture as the address of an image"""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6, border=2
    )
    code.add_data(text)
    code.make(fit=True)
    stream = io.BytesIO()
    code.make_image().save(stream, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"
