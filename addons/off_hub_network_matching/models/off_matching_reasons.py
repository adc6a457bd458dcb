from odoo import api, fields, models
from odoo.tools import format_date

from ..matching.weights import SAME_PRODUCT
from ..tools import say_number


class OffMatching(models.AbstractModel):
    """Why a member is suggested, in sentences."""

    _inherit = "off.matching"

    @api.model
    def _add_reasons(self, notice, question, rows):
        """Turn rows of the statement into suggestions, without a query for each."""
        Partner = self.env["res.partner"].sudo()
        Notice = self.env["off.network.notice"].sudo()
        Product = self.env["product.template"].sudo()
        partners = Partner.browse(row["member_id"] for row in rows)
        notices = Notice.browse(row["notice_id"] for row in rows if row["notice_id"])
        products = Product.browse({row["product_id"] for row in rows} - {None})
        # Taken from here, not browsed one by one, so that all are read at once.
        known = {record: record for record in (*notices, *products)}
        held = self._get_held(notice, partners, notices)
        suggestions = []
        for row, partner in zip(rows, partners, strict=True):
            other = known.get(Notice.browse(row["notice_id"]), Notice)
            product = known.get(Product.browse(row["product_id"]), Product)
            reasons = [
                self._get_product_reason(row, other, product),
                self._get_distance_reason(row, notice),
                self._get_volume_reason(row, notice),
                *self._get_label_reasons(notice, partner, other, held),
                self._get_season_reason(row),
                self._get_territory_reason(row),
            ]
            suggestions.append(
                {
                    "partner": partner,
                    "notice": other,
                    "product": product,
                    "score": round(row["score"]),
                    "km": row["km"],
                    "match": row["match"],
                    "reasons": [reason for reason in reasons if reason],
                }
            )
        return suggestions

    def _get_held(self, notice, partners, notices):
        """Last valid day of certificates that count, ``{(partner, label): day}``."""
        if notice.kind == "need":
            suppliers, labels = partners, notice.label_ids
        else:
            suppliers, labels = notice.member_id, notices.label_ids
        Certificate = self.env["off.certificate"].sudo()
        today = fields.Date.context_today(self)
        rows = Certificate._read_group(
            [
                ("partner_id", "in", suppliers.ids),
                ("label_id", "in", labels.ids),
                *Certificate._get_valid_domain(today),
            ],
            ["partner_id", "label_id"],
            ["date_end:max"],
        )
        return {(partner, label): day for partner, label, day in rows}

    def _get_product_reason(self, row, other, product):
        if other:
            return other.display_name
        if not product:
            return self.env._("Has not said what it looks for: ask")
        if row["match"] >= SAME_PRODUCT:
            return self.env._("Supplies %s", product.name)
        return self.env._(
            "Supplies %(product)s, of the same category", product=product.name
        )

    def _get_distance_reason(self, row, notice):
        if row["km"] is None:
            if not (
                notice.member_id.partner_latitude or notice.member_id.partner_longitude
            ):
                return self.env._("Distance unknown: your own address is not located")
            return self.env._("Distance unknown: its address is not located")
        if not row["exact"]:
            return self.env._("About %s km from you", f"{row['km']:.0f}")
        if row["km"] < 1:
            return self.env._("Less than 1 km from you")
        return self.env._("%s km from you", f"{row['km']:.0f}")

    def _get_volume_reason(self, row, notice):
        need, supply = row["need"], row["supply"]
        if row["unlimited"]:
            return self.env._("Makes it to order, without limit")
        if not need or supply is None:
            return ""
        factor = notice.uom_id.factor or 1.0
        values = {
            "part": say_number(self.env, min(need, supply) / factor),
            "whole": say_number(self.env, need / factor),
            "unit": notice.uom_id.name or "",
        }
        if supply >= need:
            if notice.kind == "need":
                return self.env._(
                    "Can supply all of the %(whole)s %(unit)s a week", **values
                )
            return self.env._(
                "You can supply all of the %(whole)s %(unit)s a week", **values
            )
        if notice.kind == "need":
            return self.env._(
                "Can supply %(part)s of %(whole)s %(unit)s a week", **values
            )
        return self.env._(
            "You can supply %(part)s of %(whole)s %(unit)s a week", **values
        )

    def _get_label_reasons(self, notice, partner, other, held):
        need = notice.kind == "need"
        supplier = partner if need else notice.member_id
        reasons = []
        for label in notice.label_ids if need else other.label_ids:
            if day := held.get((supplier, label)):
                reasons.append(
                    self.env._(
                        "%(label)s until %(day)s",
                        label=label.name,
                        day=format_date(self.env, day),
                    )
                )
            elif need:
                reasons.append(self.env._("No valid certificate: %s", label.name))
            else:
                reasons.append(
                    self.env._("You hold no valid certificate: %s", label.name)
                )
        return reasons

    def _get_season_reason(self, row):
        if row["match"] and row["season"] < 1:
            return self.env._(
                "Only %s %% of the period you ask for", f"{row['season'] * 100:.0f}"
            )
        return ""

    def _get_territory_reason(self, row):
        if row["hubs"] == 1:
            return self.env._("Already linked to a hub near you")
        if row["hubs"]:
            return self.env._("Already linked to %s hubs near you", row["hubs"])
        return ""
