from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    """What changed on many orders of a cycle at once is noted at once.

    A message for each takes as long as confirming the orders: when standing orders are
    validated, or a coordinator validates what was typed.
    """

    _inherit = "sale.order"

    def _message_track(self, fields_iter, initial_values_dict):
        many = self.filtered("off_cycle_id") - self._off_get_chosen_notes()
        if len(many) < 2 or not fields_iter:
            return super()._message_track(fields_iter, initial_values_dict)
        tracked = self.fields_get(
            fields_iter, attributes=("string", "type", "selection", "currency_field")
        )
        tracking, by_subtype = {}, defaultdict(list)
        for order in many.exists():
            before = initial_values_dict[order.id]
            changes, values = tracking[order.id] = order._mail_track(tracked, before)
            subtype = changes and order._track_subtype(
                {name: before[name] for name in changes}
            )
            if subtype or values:
                by_subtype[subtype or None].append(order.id)
        apart = self - many
        for subtype, ids in by_subtype.items():
            orders = self.browse(ids)
            told = orders._off_get_followed(subtype)
            (orders - told)._off_note_changes(subtype, tracking)
            apart |= told
        return tracking | super(SaleOrder, apart)._message_track(
            fields_iter, initial_values_dict
        )

    def _off_get_chosen_notes(self):
        """Those of which somebody chose what is noted, or in whose name."""
        data = self.env.cr.precommit.data
        chosen = {
            order_id
            for kind in ("message", "author")
            for order_id in data.get(f"mail.tracking.{kind}.{self._name}", ())
        }
        return self.filtered(lambda order: order.id in chosen)

    def _off_get_followed(self, subtype):
        """Those of which somebody is told by mail or in the inbox."""
        if not subtype:
            return self.browse()
        followers = self.env["mail.followers"].sudo()
        told = followers.search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("subtype_ids", "in", subtype.ids),
            ],
            ["res_id"],
        )
        return self.browse(set(told.mapped("res_id")))

    def _off_note_changes(self, subtype, tracking):
        """
        :param tracking: ``{order id: (names of fields, commands of tracking values)}``
        """
        if not self:
            return
        messages = self._message_log_batch(
            {
                order.id: order._track_get_default_log_message(tracking[order.id][0])
                for order in self
            }
        )
        if subtype:
            messages.write({"subtype_id": subtype.id, "is_internal": subtype.internal})
        self.env["mail.tracking.value"].sudo().create(
            [
                {**vals, "mail_message_id": message.id}
                for message in messages
                for _command, _id, vals in tracking[message.res_id][1]
            ]
        )
