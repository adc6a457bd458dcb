"""JSON-2 with an operator's key: reading, and asking questions whose answer tells."""

import json

from .secrets_of_others import IBAN_B, SECRET_B

VALUES = {
    "email": f"member@{SECRET_B}.example",
    "phone": "+33 699887766",
    "street": f"9 rue {SECRET_B}",
}


class Json2Checks:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {
            name: cls._create_key(user)
            for name, user in cls.outsiders.items()
            if user != cls.public
        }
        cls.shown = cls.neighbour  # it shows itself, without its contacts

    def _call(self, model, method, actor="operator", **params):
        response = self.opener.post(
            f"{self.base_url()}/json/2/{model}/{method}",
            json=params,
            headers={"Authorization": f"Bearer {self.keys[actor]}"},
            timeout=60,
        )
        return response

    def _ask(self, model, method, **params):
        """The answer to the key of operator A, which must hold no secret."""
        response = self._call(model, method, **params)
        self._assert_no_secret(response.text, (model, method, params))
        return response

    def _count(self, model, domain):
        answer = self._ask(model, "search_count", domain=domain)
        return answer.json() if answer.ok else 0

    def test_no_key_no_answer(self):
        response = self.opener.post(
            f"{self.base_url()}/json/2/res.partner/search_read", json={}, timeout=60
        )
        self.assertEqual(response.status_code, 401)

    def test_a_shown_member_is_read_without_its_contacts(self):
        for method, params in (
            ("read", {"ids": self.shown.ids}),
            ("search_read", {"domain": [["id", "=", self.shown.id]]}),
            ("export_data", {"ids": self.shown.ids, "fields_to_export": [*VALUES]}),
            (
                "web_search_read",
                {
                    "domain": [["id", "=", self.shown.id]],
                    "specification": {name: {} for name in VALUES},
                },
            ),
        ):
            if method in ("read", "search_read"):
                params["fields"] = [*VALUES, "name", "comment", "contact_address"]
            with self.subTest(method=method):
                answer = self._ask("res.partner", method, **params)
                self.assertTrue(answer.ok, answer.text)
        rows = self._ask("res.partner", "read", ids=self.shown.ids, fields=["name"])
        self.assertEqual(rows.json()[0]["name"], "Neighbour")

    def test_who_is_linked_reads_what_is_shown_to_links(self):
        self.producer.write({"phone": "0102030405"})
        rows = self._ask("res.partner", "read", ids=self.producer.ids, fields=["phone"])
        self.assertEqual(rows.json()[0]["phone"], "0102030405")
        self.assertEqual(self._count("res.partner", [["phone", "=", "0102030405"]]), 1)

    def test_no_condition_finds_what_is_kept_back(self):
        questions = [
            ("res.partner", [[name, operator, value]])
            for name, value in VALUES.items()
            for operator in ("=", "ilike", "=like", "in")
            for value in ([value] if operator == "in" else value,)
        ]
        questions += [
            ("res.partner", [["email_normalized", "=", VALUES["email"]]]),
            ("res.partner", [["phone_sanitized", "ilike", "699887766"]]),
            ("res.partner", [["phone_mobile_search", "ilike", "699887766"]]),
            ("res.partner", [["comment", "ilike", SECRET_B]]),
            ("res.partner", [["bank_ids.acc_number", "=", IBAN_B]]),
            ("res.partner", [["bank_ids.sanitized_acc_number", "ilike", IBAN_B]]),
            ("res.partner", [["child_ids.email", "ilike", SECRET_B]]),
            ("res.partner", [["sale_order_ids.client_order_ref", "=", SECRET_B]]),
            ("res.partner", [["message_ids.body", "ilike", SECRET_B]]),
            ("res.partner", [["activity_ids.summary", "ilike", SECRET_B]]),
            ("res.partner", [["off_granted_link_ids.message", "ilike", SECRET_B]]),
            ("res.partner", [["off_certificate_ids.proof_name", "ilike", SECRET_B]]),
            ("res.partner.bank", [["acc_number", "=", IBAN_B]]),
            ("product.product", [["off_price", "=", 7777.31]]),
            ("product.product", [["off_price", ">", 7000]]),
            ("product.product", [["list_price", ">", 7000]]),
            ("product.product", [["lst_price", ">", 7000]]),
            ("product.template", [["list_price", "=", 7777.31]]),
            ("product.template", [["seller_ids.price", "=", 6666.53]]),
            ("product.product", [["off_availability_ids.declared_qty", "=", 54321]]),
            ("off.availability", [["declared_qty", ">", 50000]]),
            ("off.certificate", [["partner_id.email", "ilike", SECRET_B]]),
            ("off.hub", [["partner_id.email", "ilike", SECRET_B]]),
            ("off.hub", [["message_ids.body", "ilike", SECRET_B]]),
            ("product.template", [["off_producer_id.phone", "ilike", "699887766"]]),
            ("off.network.membership", [["member_id.email", "ilike", SECRET_B]]),
        ]
        for model, domain in questions:
            with self.subTest(model=model, domain=domain):
                self.assertEqual(self._count(model, domain), 0)

    def test_negative_questions_tell_nothing_either(self):
        """A kept value is the same as none."""
        for name in VALUES:
            domain = [["id", "=", self.shown.id], [name, "=", False]]
            with self.subTest(name=name):
                self.assertEqual(self._count("res.partner", domain), 1)

    def test_names_are_not_found_by_what_is_kept_back(self):
        for name in (VALUES["email"], SECRET_B):
            answer = self._ask("res.partner", "name_search", name=name)
            self.assertEqual(answer.json(), [])

    def test_a_name_tells_no_contact(self):
        for flag in ("show_email", "show_address"):
            for extra in ({}, {"formatted_display_name": True}):
                context = {flag: True, **extra}
                self._ask(
                    "res.partner",
                    "read",
                    ids=self.shown.ids,
                    fields=["display_name"],
                    context=context,
                )
                self._ask(
                    "off.certificate",
                    "read",
                    ids=self.certificates_b[:1].ids,
                    fields=["partner_id"],
                    context=context,
                )

    def test_order_and_groups_tell_nothing(self):
        self._count_order("res.partner", "email", self.shown)
        self._count_order("product.product", "off_price", self.leeks)
        for model, groupby, records in (
            ("res.partner", "email", self.shown),
            ("res.partner", "phone", self.shown),
            ("res.partner", "street", self.shown),
            ("product.product", "off_price", self.leeks),
            ("product.template", "off_producer_id.email", self.leeks.product_tmpl_id),
            ("off.certificate", "partner_id.email", self.certificates_b[:1]),
            ("off.hub", "partner_id.street", self.hub_b),
        ):
            with self.subTest(model=model, groupby=groupby):
                self._ask(
                    model,
                    "formatted_read_group",
                    domain=[["id", "in", records.ids]],
                    groupby=[groupby],
                    aggregates=["__count"],
                )
        for aggregate in ("off_price:sum", "off_price:max", "off_price:array_agg"):
            self._ask(
                "product.product",
                "formatted_read_group",
                domain=[["id", "=", self.leeks.id]],
                groupby=[],
                aggregates=[aggregate],
            )
        self._ask(
            "off.availability",
            "formatted_read_group",
            domain=[["product_id", "=", self.leeks.id]],
            groupby=[],
            aggregates=["declared_qty:sum"],
        )

    def _count_order(self, model, name, record):
        """Sorted among others, it stands where those without a value stand."""
        query = self.env[model].with_user(self.coordinator_a)
        query = query._search([("id", "in", record.ids)], order=name)
        (row,) = self.env.execute_query(
            query.select(query.order and self._get_key(model, name, query))
        )
        self.assertEqual(row, (None,))

    def _get_key(self, model, name, query):
        Model = self.env[model].with_user(self.coordinator_a)
        return Model._field_to_sql(query.table, name, query)

    def test_references_lead_to_no_contact(self):
        spec = {"fields": {"email": {}, "phone": {}, "street": {}, "comment": {}}}
        for model, ids, name in (
            ("off.certificate", self.certificates_b[:1].ids, "partner_id"),
            ("off.hub", self.hub_b.ids, "partner_id"),
            ("product.template", self.leeks.product_tmpl_id.ids, "off_producer_id"),
        ):
            with self.subTest(model=model):
                self._ask(model, "web_read", ids=ids, specification={name: spec})
                self._ask(
                    model,
                    "export_data",
                    ids=ids,
                    fields_to_export=[f"{name}/email", f"{name}/phone"],
                )

    def test_a_copy_holds_nothing_that_is_kept_back(self):
        answer = self._call("res.partner", "copy", ids=self.shown.ids)
        if answer.ok:
            (copy,) = answer.json()
            copied = self.env["res.partner"].browse(copy).copy_data()
            self._assert_no_secret(copied, "a copy")

    def test_prices_of_strangers_are_empty(self):
        for model, record in (
            ("product.product", self.leeks),
            ("product.template", self.leeks.product_tmpl_id),
        ):
            with self.subTest(model=model):
                names = [
                    name
                    for name, field in record._fields.items()
                    if field.type in ("float", "monetary")
                    and record.with_user(self.coordinator_a)._has_field_access(
                        field, "read"
                    )
                ]
                answer = self._ask(model, "read", ids=record.ids, fields=names)
                self.assertTrue(answer.ok, answer.text)
                self._ask(
                    model,
                    "export_data",
                    ids=record.ids,
                    fields_to_export=["list_price"],
                )
        own = self._ask(
            "product.product", "read", ids=self.product.ids, fields=["off_price"]
        )
        self.assertEqual(own.json()[0]["off_price"], 2.5)

    def test_the_chatter_tells_no_contact(self):
        self._ask("res.partner", "get_mention_suggestions", search="Neighbour")
        self._ask("mail.followers", "search_read", domain=[], limit=500)

    def test_the_chatter_of_a_shared_record_holds_one_s_own_notes(self):
        own = self.neighbour.with_user(self.coordinator_a)
        own.sudo().message_post(body="Note of our own")
        self._log_in(self.coordinator_a)
        for record in (self.neighbour, self.hub_b, self.leeks.product_tmpl_id):
            thread = {"thread_model": record._name, "thread_id": record.id}
            messages = self._post("/mail/thread/messages", **thread)
            self._assert_no_secret(messages, thread)
            self.assertNotIn("error", messages)
            if record == self.neighbour:
                self.assertIn("Note of our own", messages)
            request = ["activities", "attachments", "followers", "suggestedRecipients"]
            data = self._post(
                "/mail/data",
                fetch_params=[["mail.thread", {**thread, "request_list": request}]],
            )
            self._assert_no_secret(data, thread)

    def _post(self, path, **params):
        return self.url_open(path, json={"params": params}).text

    def test_a_reference_to_a_guessed_number_tells_no_name(self):
        """References are read with all rights: whoever makes one could read a name."""
        for partner in (self.recluse, self.friend, self.family_b, self.person_b):
            for model, vals in (
                ("res.partner", {"name": "Child", "parent_id": partner.id}),
                ("calendar.event", {"name": "Visit", "partner_ids": partner.ids}),
                ("sale.order", {"partner_id": partner.id}),
                ("off.tour.stop", {"partner_id": partner.id, "tour_id": self.tour_a}),
                (
                    "off.network.suggestion",
                    {
                        "notice_id": self.notice_a.id,
                        "face": "hub",
                        "partner_id": partner.id,
                    },
                ),
            ):
                if model not in self.env:
                    continue
                with self.subTest(model=model, partner=partner.name):
                    made = self._ask(model, "create", vals_list=[vals])
                    if made.ok:
                        names = ["display_name"]
                        names += [name for name in vals if name.startswith("partner")]
                        names += ["parent_id"] if "parent_id" in vals else []
                        self._ask(model, "read", ids=made.json(), fields=names)

    def test_a_catalogue_item_tells_no_price(self):
        Item = self.env["off.catalog.item"].with_user(self.coordinator_a)
        item = Item.create({"hub_id": self.hub_a.id, "product_id": self.leeks.id})
        self.assertEqual(item.read(["sale_price"])[0]["sale_price"], 0.0)
        changes = {self.mushrooms.id: {"price": 1.0}}
        answer = self._ask(
            "off.hub", "save_catalog_grid", ids=self.hub_a.ids, changes=changes
        )
        self.assertFalse(answer.ok)

    def test_a_quotation_tells_no_price(self):
        order = self.env["sale.order"].with_user(self.coordinator_a)
        order = order.create(
            {
                "partner_id": self.family_a.id,
                "order_line": [
                    (0, 0, {"product_id": product.id})
                    for product in (self.leeks, self.product)
                ],
            }
        )
        self.assertEqual(order.order_line.mapped("price_unit"), [0.0, 2.5])

    def test_errors_name_nobody(self):
        """Whatever number is guessed."""
        link, notice = self.link_b.ids, self.notice_b.ids
        recluse, family = self.recluse.ids, self.family_b.ids
        debug = {"context": {"debug": "1"}}
        for model, method, params in (
            ("res.partner", "read", {"ids": recluse + family}),
            ("res.partner", "write", {"ids": recluse, "vals": {"name": "x"}}),
            ("res.partner", "unlink", {"ids": self.neighbour.ids}),
            ("off.network.link", "action_accept", {"ids": link}),
            ("off.network.link", "action_refuse", {"ids": link}),
            ("off.network.link", "action_revoke", {"ids": link}),
            ("off.network.link", "action_propose_again", {"ids": link}),
            ("off.network.notice", "action_close", {"ids": notice}),
            ("off.network.notice", "action_find_hubs", {"ids": notice}),
            ("off.network.group", "action_join", {"ids": self.group_b.ids}),
            ("off.network.group", "action_leave", {"ids": self.group_b.ids}),
            ("off.network.group", "action_open_forum", {"ids": self.group_b.ids}),
            (
                "off.network.membership",
                "action_remove",
                {"ids": self.memberships_b.ids},
            ),
            ("off.join.request", "action_approve", {"ids": self.request_b.ids}),
            ("off.join.match", "action_merge", {"ids": self.match_b.ids}),
            ("off.order.cycle", "action_close", {"ids": self.cycle_b.ids}),
            ("off.order.cycle", "action_open", {"ids": self.cycle_b.ids}),
            ("off.catalog.item", "action_reset", {"ids": self.item_b.ids}),
            (
                "off.network.notice",
                "create",
                {"vals_list": [{"member_id": self.family_b.id}]},
            ),
            (
                "off.network.link",
                "create",
                {
                    "vals_list": [
                        {
                            "grantor_id": self.family_b.id,
                            "grantee_id": self.hub_a.partner_id.id,
                        }
                    ]
                },
            ),
        ):
            for actor in self.keys:
                with self.subTest(model=model, method=method, actor=actor):
                    response = self._call(model, method, actor=actor, **params, **debug)
                    self._assert_no_secret(response.text, (model, method))

    def test_developer_mode_names_nobody(self):
        self._log_in(self.coordinator_a)
        self.url_open("/odoo?debug=1")
        for record in (self.recluse, self.family_b, self.order_b, self.cycle_b):
            answer = self.url_open(
                "/web/dataset/call_kw",
                data=json.dumps(
                    {
                        "params": {
                            "model": record._name,
                            "method": "read",
                            "args": [record.ids, ["display_name"]],
                            "kwargs": {},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            )
            self.assertIn("error", answer.json())
            self.assertIn("Blame", answer.text)
            self._assert_no_secret(answer.text, record._name)
