from odoo import models

from .planner import get_pack, is_same


class OffOrderCycle(models.Model):
    """Cases, and the least of all orders, planned beside the purchase price."""

    _inherit = "off.order.cycle"

    def _fetch_planner_packs(self):
        """As far as the user may see what is supplied: see ``get_planner``."""
        offers = self.env["off.offer"].search_fetch(
            [
                ("cycle_id", "=", self.id),
                ("direction", "=", "incoming"),
                "|",
                ("pack_size", ">", 0),
                ("minimum_qty", ">", 0),
            ],
            ["exchange_id", "product_id", "pack_size", "minimum_qty"],
            order="id",
        )
        return list(map(_tell_pack, offers))

    def _find_pack_errors(self, save):
        changes = save.changes.get("packs", [])
        if changes and not save.may_plan:
            self._check_coordinated()
        coming = {
            (edge, product)
            for edge, product, _seen, value in save.changes.get("supplied", [])
            if value is not None
        }
        for edge, product, seen, value in changes:
            offer = save.supplied.get((edge, product))
            now, text = get_pack(offer), ""
            if offer and not is_same(seen, now) and not is_same(value, now):
                text = self.env._(
                    "%s changed it meanwhile. Save again to keep yours.",
                    offer.sudo().write_uid.name,
                )
            elif not offer and (edge, product) not in coming:
                text = self.env._("It is not supplied in this cycle.")
            for number in value:
                text = text or self._tell_bad_number(number)
            if text:
                yield [f"k:{edge}:{product}", text, now]

    def _save_packs(self, save):
        """:return: packs of what was changed or made, as ``get_planner`` tells them"""
        Offer = self.env["off.offer"]
        touched = Offer.browse(save.made.values())
        for edge, product, _seen, (size, least) in save.changes.get("packs", []):
            offer = Offer.browse(save.get_incoming_offer(edge, product))
            offer.write({"pack_size": size, "minimum_qty": least})
            touched |= offer
        return list(map(_tell_pack, touched))


def _tell_pack(offer):
    return [offer.exchange_id.id, offer.product_id.id, *get_pack(offer)]
