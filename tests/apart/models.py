"""Every model of the project, and those of Odoo that hold what is private."""

from odoo.exceptions import AccessError, UserError

from .decisions import (
    ACTORS,
    LISTS,
    OPERATOR,
    PRIVATE,
    PRODUCER,
    STANDARD,
    VIEWS,
    VISITOR,
    WIZARDS,
)
from .secrets_of_others import find_secrets


class ModelsChecks:
    def test_every_model_has_a_decision(self):
        models = {
            name
            for name, model in self.registry.items()
            if name.startswith("off.") and not model._abstract
        }
        decided = PRIVATE.keys() | LISTS.keys() | VIEWS | WIZARDS
        self.assertFalse(models - decided, "models without a decision")
        self.assertFalse(decided - models, "decisions on models that are gone")

    def test_views_are_kept_to_their_operator(self):
        for name in VIEWS:
            with self.subTest(model=name):
                model = self.env[name]
                self.assertFalse(model._auto)
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", name), ("perm_read", "=", True)]
                )
                own = rules.filtered(lambda rule: not rule.groups)
                self.assertIn("company_ids", "".join(own.mapped("domain_force")))
                rights = self.env["ir.model.access"].search(
                    [("model_id.model", "=", name)]
                )
                self.assertTrue(all(right.group_id for right in rights))
                for operation in ("perm_write", "perm_create", "perm_unlink"):
                    self.assertFalse(any(rights.mapped(operation)))

    def test_what_is_b_s_is_read_by_those_who_may(self):
        for model, (find, readers) in (PRIVATE | STANDARD).items():
            records = find(self)
            self.assertTrue(records, model)
            for actor in ACTORS:
                with self.subTest(model=model, actor=actor):
                    theirs = records.with_env(self.env(user=self.outsiders[actor]))
                    found = self._search(theirs)
                    if actor in readers:
                        self.assertEqual(found, records)
                    else:
                        self.assertFalse(found)
                        for record in theirs:
                            self._assert_unreadable(record)

    def _search(self, records):
        records = records.with_context(active_test=False)
        domain = [("id", "in", records.ids)]
        try:
            return records.search(domain).with_env(self.env)
        except AccessError:
            return records.browse()

    def _assert_unreadable(self, record):
        record.env.invalidate_all()
        with self.assertRaises(AccessError) as refused:
            record.read(["display_name"])
        self.assertFalse(find_secrets(refused.exception))

    def test_what_is_b_s_is_changed_by_nobody_else(self):
        for model, (find, _readers) in (PRIVATE | STANDARD).items():
            records = find(self)
            for actor in ACTORS:
                theirs = records.with_env(self.env(user=self.outsiders[actor]))[:1]
                with self.subTest(model=model, actor=actor):
                    for operation in ("write", "unlink"):
                        self.assertFalse(theirs.has_access(operation), operation)

    def test_nobody_adds_to_what_is_b_s(self):
        for model, vals in self._get_additions().items():
            for actor in ACTORS:
                Model = self.env[model.partition("#")[0]]
                Model = Model.with_user(self.outsiders[actor])
                with self.subTest(model=model, actor=actor):
                    with self.assertRaises(UserError) as refused:
                        with self.env.cr.savepoint():
                            Model.create(vals).flush_recordset()
                    self.assertFalse(find_secrets(refused.exception))

    def _get_additions(self):
        member, hub = self.neighbour, self.hub_b
        exchange = self.cycle_b.outgoing_ids
        return {
            "off.access.rule": {"hub_id": hub.id},
            "off.catalog.item": {"hub_id": hub.id, "product_id": self.product.id},
            "off.customer.group": {"name": "Another", "hub_id": hub.id},
            "off.hub.customer": {"hub_id": hub.id, "partner_id": self.family_b.id},
            "off.hub.customer#guess": {
                "hub_id": self.hub_a.id,
                "partner_id": self.family_b.id,
            },
            "off.certificate": {
                "partner_id": member.id,
                "label_id": self.certificates_b.label_id.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            },
            "off.cycle.guest": {
                "cycle_id": self.cycle_b.id,
                "hub_id": self.hub_a.id,
            },
            "off.cycle.minimum": {
                "exchange_id": exchange.id,
                "measure": "weight",
                "least": 1,
            },
            "off.producer.capacity": {
                "producer_id": self.recluse.id,
                "measure": "orders",
                "per_day": 1,
            },
            "off.producer.capacity.day": {
                "capacity_id": self.capacity_b.id,
                "date": "2026-01-01",
            },
            "off.exchange": {
                "cycle_id": self.cycle_b.id,
                "direction": "incoming",
                "producer_id": self.producer.id,
                "hub_id": hub.id,
            },
            "off.cycle.schedule": {
                "name": "Another",
                "hub_id": hub.id,
                "template_id": self.cycle_b.id,
                "date_first": "2026-01-01",
                "date_until": "2026-01-02",
            },
            "off.duty": {"name": "Another", "hub_id": hub.id},
            "off.duty.member": {"hub_id": hub.id, "partner_id": self.producer.id},
            "off.duty.member#guess": {
                "hub_id": self.hub_a.id,
                "partner_id": self.family_b.id,
            },
            "off.duty.shift": {"slot_id": self.slot_b.id, "duty_id": self.duty_b.id},
            "off.duty.volunteer": {
                "shift_id": self.shift_b.id,
                "partner_id": self.producer.id,
            },
            "off.fee": {"name": "Another", "hub_id": hub.id},
            "off.former.reference": {
                "name": "1",
                "company_id": self.company_b.id,
                "partner_id": self.producer.id,
            },
            "off.former.reference#guess": {
                "name": "1",
                "company_id": self.company_a.id,
                "partner_id": self.family_b.id,
            },
            "off.retention.rule": {
                "company_id": self.company_b.id,
                "kind": "login",
                "months": 1,
                "action": "delete",
            },
            "off.hub": {"name": "Another", "company_id": self.company_b.id},
            "off.hub#partner": {"name": "Mine", "partner_id": self.recluse.id},
            "off.network.membership#guess": {
                "group_id": self.group_a.id,
                "member_id": self.recluse.id,
            },
            "off.solidarity.fund": {"name": "Mine", "company_id": self.company_b.id},
            "off.solidarity.level": {"name": "Mine", "hub_id": hub.id, "percent": 50},
            "off.solidarity.grant": {
                "partner_id": self.family_b.id,
                "level_id": self.level_b.id,
                "date_end": "2100-01-01",
            },
            "sale.order": {"partner_id": self.family_b.id},
            "off.tour.stop#guess": {
                "tour_id": self.tour_a,
                "partner_id": self.recluse.id,
            },
            "off.member.photo": {"partner_id": member.id, "image_1920": False},
            "off.network.link": {
                "grantor_id": self.recluse.id,
                "grantee_id": self.hub_a.partner_id.id,
            },
            "off.network.membership": {
                "group_id": self.open_group.id,
                "member_id": self.producer.id,
            },
            "off.network.notice": {"member_id": self.recluse.id, "kind": "need"},
            "off.offer": {
                "exchange_id": self.cycle_b.incoming_ids[:1].id,
                "product_id": self.product.id,
                "price": 1.0,
            },
            "off.order.cycle": {
                "name": "Another",
                "coordinator_id": hub.id,
                "date_open": "2026-01-01",
                "date_close": "2026-01-02",
            },
            "off.pickup.point": {"name": "Another", "hub_id": hub.id},
            "off.pickup.slot": {
                "exchange_id": exchange.id,
                "point_id": self.point_b.id,
                "date_start": "2026-01-01",
                "date_end": "2026-01-02",
            },
            "off.receipt.damage": {
                "move_id": self.damage_b.move_id.id,
                "key": "another",
                "quantity": 1,
            },
            "off.substitution": {
                "line_id": self.substitution_b.line_id.id,
                "offer_id": self.substitution_b.offer_id.id,
                "quantity": 1,
                "price": 1,
                "date_expire": "2099-01-01",
            },
            "off.tax.mapping": {
                "category_id": self.mapping_b.category_id.id,
                "company_id": self.company_b.id,
            },
            "off.tender.lot": {"name": "Another", "tender_id": self.tender_b.id},
            "off.tour.stop": {
                "tour_id": self.tour_b.id,
                "partner_id": self.producer.id,
            },
            "forum.post": {"forum_id": self.forum_b.id, "name": "I was here"},
        }

    def test_lists_are_read_by_logins_and_changed_by_administrators(self):
        for model, readers in LISTS.items():
            for actor in ACTORS:
                Model = self.env[model].with_user(self.outsiders[actor])
                with self.subTest(model=model, actor=actor):
                    self.assertEqual(Model.has_access("read"), actor in readers)
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(Model.has_access(operation), operation)

    def test_what_somebody_began_in_a_wizard_is_theirs(self):
        for model in WIZARDS:
            for operation in ("read", "write", "unlink"):
                rules = self.env["ir.rule"].with_user(self.coordinator_a)
                domain = rules._compute_domain(model, operation)
                with self.subTest(model=model, operation=operation):
                    self.assertEqual(
                        list(domain), [("create_uid", "in", [self.coordinator_a.id])]
                    )

    def test_nothing_that_anybody_may_read_holds_a_secret(self):
        """All fields of all models, whoever made them."""
        for actor in (OPERATOR, PRODUCER, VISITOR):
            env = self.env(user=self.outsiders[actor])
            for model in self._get_readable(env):
                with self.subTest(model=model, actor=actor):
                    rows = self._read_all(env[model])
                    self.assertFalse(find_secrets(rows, self._get_secrets(actor)))

    def _get_readable(self, env):
        Access = env["ir.model.access"]
        return [
            name
            for name, model in self.registry.items()
            if not (model._abstract or model._transient)
            and model._auto
            and model._log_access
            and Access.check(name, "read", raise_exception=False)
        ]

    def _read_all(self, Model):
        """What this test made, as JSON-2 tells it."""
        names = [
            name
            for name, field in Model._fields.items()
            if field.type != "binary" and Model._has_field_access(field, "read")
        ]
        records = Model.with_context(active_test=False).search(
            [("write_date", ">=", self.env.cr.now())], limit=100, order="id desc"
        )
        if not records:
            return []
        records.env.invalidate_all()
        try:
            return records.read(names)
        except Exception:  # pylint: disable=broad-except
            # One field that somebody may not read: the others one by one.
            return [self._read_one(records, name) for name in names]

    def _read_one(self, records, name):
        try:
            return records.read([name])
        except Exception:  # pylint: disable=broad-except
            return None
