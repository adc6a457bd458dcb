from odoo import fields, models


class StockPicking(models.Model):
    """The producer is told what is missing, in excess or damaged."""

    _inherit = "stock.picking"

    def _off_prepare_told(self, moves, answers):
        """What there is to tell, before the receipt is validated.

        :return: dict of ``short`` and ``excess``, lists of (product, ordered, received,
            unit), of ``damages``, and of whether the ``rest`` comes later
        """
        short, excess = [], []
        for move in moves:
            row = (
                move.product_id,
                move.product_uom_qty,
                move._off_get_quantity(),
                move.product_uom,
            )
            compared = move._off_is_excess()
            if compared:
                (excess if compared > 0 else short).append(row)
        return {
            "short": short,
            "excess": excess,
            "damages": moves.off_damage_ids.filtered(lambda one: not one.date_told),
            "rest": bool(answers.get("rest")),
            "purchase": moves.sudo().purchase_line_id.order_id[:1],
        }

    def _off_tell_producer(self, told):
        """Write it on the purchase order, with the photos: the producer gets it by mail
        and reads it in the portal."""
        if not (told["short"] or told["excess"] or told["damages"]):
            return
        purchase = told["purchase"]
        damages = told["damages"]
        producer = purchase.partner_id
        purchase = purchase.with_context(lang=producer.lang or self.env.lang)
        body = purchase.env["ir.qweb"]._render(
            "off_order_cycle_dock.receipt_message", self._off_in_words(told, purchase)
        )
        photos = damages.sudo().photo_ids.sorted("id")
        purchase.message_post(
            body=body,
            subject=purchase.env._("What arrived of %s", purchase.name),
            author_id=self.env.user.partner_id.id,
            partner_ids=producer.ids,
            attachments=[
                (
                    f"{damages.browse(photo.res_id).product_id.name} {number}."
                    f"{photo.name.rpartition('.')[2]}",
                    photo.raw,
                )
                for number, photo in enumerate(photos, 1)
            ],
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        damages.date_told = fields.Datetime.now()

    def _off_in_words(self, told, purchase):
        """:return: values of the message, in the language of the producer"""
        env = purchase.env

        def rows(found):
            return [
                env._(
                    "%(product)s: %(received)s received, %(ordered)s ordered "
                    "(%(unit)s)",
                    product=product.with_env(env)
                    .with_context(display_default_code=False)
                    .display_name,
                    received=self._off_get_number(received, env),
                    ordered=self._off_get_number(ordered, env),
                    unit=unit.with_env(env).name,
                )
                for product, ordered, received, unit in found
            ]

        return {
            "short": rows(told["short"]),
            "excess": rows(told["excess"]),
            "rest": told["rest"],
            "damages": [one._off_tell(env) for one in told["damages"].sudo()],
        }

    def _off_get_number(self, number, env):
        """“2.5”, “3”, as its language writes it"""
        language = env["res.lang"]._lang_get(env.lang or self.env.lang)
        digits = env["decimal.precision"].precision_get("Product Unit")
        text = language.format(f"%.{digits}f", number)
        point = language.decimal_point
        return text.rstrip("0").removesuffix(point) if point in text else text


class OffReceiptDamage(models.Model):
    _inherit = "off.receipt.damage"

    def _off_tell(self, env):
        """“Carrots: 2 Units, lot L1 – Crushed”, in the language of the environment."""
        values = {
            "product": self.product_id.with_env(env)
            .with_context(display_default_code=False)
            .display_name,
            "number": self.picking_id._off_get_number(self.quantity, env),
            "unit": self.uom_id.with_env(env).name,
            "lot": self.lot_name,
        }
        text = (
            env._("%(product)s: %(number)s %(unit)s, lot %(lot)s", **values)
            if self.lot_name
            else env._("%(product)s: %(number)s %(unit)s", **values)
        )
        return f"{text} – {self.note}" if self.note else text
