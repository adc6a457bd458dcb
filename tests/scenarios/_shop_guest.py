"""A hub of one operator sells in the cycle of another one."""

from datetime import timedelta

from support import journeys

from odoo import fields
from odoo.exceptions import AccessError

MIRRORED = """
    SELECT s.amount_total, p.amount_total, s.company_id, p.company_id,
           (SELECT array_agg(l.product_uom_qty ORDER BY l.id)
              FROM sale_order_line l WHERE l.order_id = s.id),
           (SELECT array_agg(l.price_unit ORDER BY l.id)
              FROM purchase_order_line l WHERE l.order_id = p.id)
      FROM sale_order s JOIN purchase_order p ON p.off_supply_sale_id = s.id
     WHERE s.off_supply_cycle_id = %s AND s.state = 'sale' AND p.state = 'purchase'"""
BOUGHT = """
    SELECT o.company_id, sum(l.product_qty) FROM purchase_order_line l
      JOIN purchase_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %s AND l.product_id = %s AND o.state = 'purchase'
     GROUP BY o.company_id"""


class Guest:
    def guest(self):
        """Rule 7: who is invited changes its own side and nothing else."""
        cycle = self.make_cycle(self.marais, self.hubs[0])
        guest = self.marais["off.cycle.guest"].create(
            {"cycle_id": cycle.id, "hub_id": self.hubs[2].id}
        )
        mine = guest.with_env(self.halle)
        mine.action_join()
        edge = guest.sudo().exchange_id.with_env(self.halle)
        now = fields.Datetime.now()
        point = self.halle["off.pickup.point"].search(
            [("hub_id", "=", self.hubs[2].id)], limit=1
        )
        self.halle["off.pickup.slot"].create(
            {
                "exchange_id": edge.id,
                "point_id": point.id,
                "date_start": now + timedelta(days=6),
                "date_end": now + timedelta(days=6, hours=2),
            }
        )
        edge.offer_ids.filtered(
            lambda one: one.product_id == self.goods["Miel"]
        ).price = 9.5
        refused = []
        for record, vals in (
            (cycle.with_env(self.halle), {"date_close": now + timedelta(days=9)}),
            (cycle.outgoing_ids.with_env(self.halle).offer_ids[0], {"price": 1}),
            (cycle.incoming_ids.with_env(self.halle).offer_ids[0], {"price": 1}),
        ):
            try:
                with self.env.cr.savepoint():
                    record.write(vals)
            except AccessError as error:
                refused.append(str(error))
        cycle.action_open()
        self.commit()
        self.check(
            "r7-a-guest-edits-its-own-side-only",
            cycle.state == "open" and len(refused) == 3,
            f"{len(refused)} of 3 changes refused",
        )
        self.sell_and_close(cycle, edge.with_env(self.env))

    def sell_and_close(self, cycle, edge):
        """What the guest sold is bought once, and supplied at the frozen price."""
        offers = {offer.product_id: offer.id for offer in edge.offer_ids}
        try:
            journeys.order_in_cycle(
                self.browse("visiteuse", 1),
                {"exchange": edge.id, "slot": edge.slot_ids.id},
                {offers[self.goods["Miel"]]: 3},
            )
            told = ""
        except journeys.Stopped as stopped:
            told = str(stopped)
        self.commit()
        own = self.env["off.offer"].search(
            [
                ("exchange_id.cycle_id", "=", cycle.id),
                ("direction", "=", "outgoing"),
                ("company_id", "=", self.companies[0].id),
                ("product_id", "=", self.goods["Miel"].id),
            ]
        )
        journeys.order_in_cycle(
            self.browse("voisin"),
            {"exchange": own.exchange_id.id, "slot": own.exchange_id.slot_ids.id},
            {own.id: 2},
        )
        self.commit()
        cycle.action_close()
        self.commit()
        honey = self.goods["Miel"]
        bought = self.read(BOUGHT, cycle.id, honey.id)
        mirrored = self.read(MIRRORED, cycle.id)
        first, second = self.companies.ids
        self.check(
            "what-a-guest-sold-is-bought-once",
            [(company, float(quantity)) for company, quantity in bought] == [(first, 5)]
            and not told,
            f"bought {bought}; {told}",
        )
        self.check(
            "what-a-guest-sold-is-supplied-at-the-frozen-price",
            [
                (float(sold), float(paid), seller, buyer, *map(list, lists))
                for sold, paid, seller, buyer, *lists in mirrored
            ]
            == [(24.0, 24.0, first, second, [3.0], [8.0])],
            f"{mirrored}",
        )
