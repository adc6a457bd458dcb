from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..matching import FACES, Question, build_statement

Relation = namedtuple("Relation", "table record value")
Schema = namedtuple("Schema", "shown role unaccent product_name season wanted")


class OffMatching(models.AbstractModel):
    """Who may meet a need or a capacity, ranked, with reasons."""

    _name = "off.matching"
    _description = "Matching of Needs and Capacities"

    @api.model
    def _find(self, notice, face, limit=20):
        """Members that suit a notice, as its member sees the network (rule 4).

        :param notice: off.network.notice that the user may change: who may only read
            it would else see what its member alone is shown
        :param face: "producer", "hub" or "buyer": who is looked for
        :return: list of dicts, best first: ``partner`` (res.partner, sudo), ``notice``
            and ``product`` (what answers, maybe empty), ``score`` (0 to 100), ``km``
            (None if unknown), ``match`` (0: a mere neighbour), ``reasons`` (list of
            sentences)
        :raise UserError: when this kind of notice does not look for such members
        """
        notice.ensure_one()
        notice.check_access("write")
        kinds, _roles = FACES[face]
        if kinds not in ("both", notice.kind):
            raise UserError(
                self.env._(
                    "“%s” does not look for such members: a need looks for producers "
                    "and hubs, a capacity for hubs and buyers.",
                    notice.display_name,
                )
            )
        question = self._get_question(notice.sudo())
        statement = build_statement(
            question, face, self._get_schema(notice.sudo(), face), limit
        )
        self.env.flush_all()
        rows = self.env.execute_query_dict(statement)
        return self._add_reasons(notice.sudo(), question, rows)

    def _get_question(self, notice):
        member = notice.member_id
        located = member.partner_latitude or member.partner_longitude
        return Question(
            kind=notice.kind,
            member_id=member.id,
            today=fields.Date.context_today(self),
            product=notice.product or "",
            category_id=notice.category_id.id or None,
            category_path=notice.category_id.parent_path or "",
            weekly_qty=notice.weekly_qty,
            unit_id=notice.reference_uom_id.id or None,
            label_ids=tuple(notice.label_ids.ids) if notice.kind == "need" else (),
            labels_required=notice.labels_required,
            radius=notice.radius,
            date_start=notice.date_start or None,
            date_end=notice.date_end or None,
            latitude=member.partner_latitude if located else None,
            longitude=member.partner_longitude if located else None,
        )

    def _get_schema(self, notice, face):
        """Names and sub-selects that the statement needs of the ORM."""
        Partner = self.env["res.partner"].sudo()
        registry = self.env.registry
        shown = Partner._search(Partner._off_get_shown_domain(notice.member_id))
        _kinds, codes = FACES[face]
        # Chosen by id: roles have no company, and their names are translated.
        roles = self.env["off.member.role"].sudo().search(Domain("code", "in", codes))
        role = self._get_relation("res.partner", "off_role_ids")
        name = SQL("jsonb_path_query_array(t.name, '$.*')::text")
        return Schema(
            shown=shown.subselect("id"),
            role=SQL(
                "SELECT %s FROM %s WHERE %s = ANY(%s)",
                SQL.identifier(role.record),
                SQL.identifier(role.table),
                SQL.identifier(role.value),
                roles.ids,
            ),
            unaccent=registry.unaccent,
            product_name=registry.unaccent(SQL("(%s)", name)),
            season=self._get_relation("product.template", "off_season_ids"),
            wanted=self._get_relation("off.network.notice", "label_ids"),
        )

    def _get_relation(self, model, name):
        field = self.env[model]._fields[name]
        return Relation(field.relation, field.column1, field.column2)
