"""Pages: with numbers of others in the address, and what the public sites tell."""

from odoo.http import Request

from .secrets_of_others import SECRET_B, find_secrets


class PagesChecks:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["website"].search([]).company_id = cls.company_a
        photo, proof = cls.photo_b.id, cls.certificates_b[0].id
        template = cls.leeks.product_tmpl_id.id
        cls.addresses = [
            f"/my/network/photos/{photo}.jpg",
            f"/my/network/labels/{proof}",
            f"/my/network/labels/{proof}/proof",
            f"/my/network/labels/new?renew={proof}",
            f"/my/network/products/{template}",
            f"/my/network/products/{template}.jpg",
            f"/my/network/matching/{cls.notice_b.id}",
            f"/my/network/links?search={SECRET_B[:4]}",
            "/my/network",
            "/my/network/orders",
            "/my/network/capacity",
            f"/off/rounds/{cls.cycle_b.id}",
            "/my/pickup",
            f"/my/pickup/{cls.slot_b.id}",
            f"/my/pickup/{cls.slot_b.id}?day=1",
            f"/my/pickup/{cls.slot_b.id}/load",
            f'/off/reports/delivery.pdf?filters={{"cycles":[{cls.cycle_b.id}]}}',
            f'/off/reports/products.xlsx?filters={{"cycles":[{cls.cycle_b.id}]}}',
            f"/report/html/off_order_cycle_report.document/{cls.cycle_b.id}",
            *(
                f"/off/trace/{kind}/{record.id}.xlsx"
                for kind, record in (
                    ("lot", cls.traced_lot_b),
                    ("order", cls.order_b),
                    ("customer", cls.family_b),
                )
            ),
            f"/report/html/off_order_cycle_trace.trace/{cls.traced_lot_b.id}",
            "/my/network/availability",
            f"/my/orders/{cls.order_b.id}",
            f"/my/purchase/{cls.purchase_b.id}",
            f"/my/supply/{cls.purchase_b.id}",
            f"/my/supply/{cls.purchase_b.id}?token=1",
            f"/my/supply/{cls.purchase_b.id}/note",
            f"/my/supply/{cls.purchase_b.id}/note.pdf",
            f"/my/supply/{cls.purchase_b.id}/labels",
            f"/off/dock/{cls.purchase_b.id}",
            f"/my/invoices/{cls.invoice_b.id}",
            "/my/orders",
            "/my/quotes",
            f"/network/{cls.recluse.id}",
            f"/network/recluse-{cls.recluse.id}",
            f"/network/friend-{cls.friend.id}",
            f"/network/family-{cls.family_b.id}",
            f"/network/neighbour-{cls.neighbour.id}",
            f"/network/image/photo/{photo}/128",
            f"/network/image/member/{cls.recluse.id}/128",
            f"/network/image/product/{cls.mushrooms.product_tmpl_id.id}/128",
            f"/network/groups/{cls.group_b.id}",
            f"/network/groups/group-{cls.group_b.id}/map.json",
            f"/network/groups/group-{cls.group_b.id}/image",
            f"/network/groups/open-group-{cls.open_group.id}",
            f"/network/groups/open-group-{cls.open_group.id}/map.json",
            f"/forum/{cls.forum_b.id}",
            f"/forum/forum-{cls.forum_b.id}/question-{cls.post_b.id}",
            f"/forum/{cls.forum_b.id}/user/{cls.post_b.create_uid.id}",
            f"/cycles/{cls.cycle_b.outgoing_ids.id}",
            f"/cycles/{cls.cycle_b.outgoing_ids.id}/list",
            f"/cycles/{cls.cycle_b.outgoing_ids.id}/list.xlsx",
            f"/cycles/{cls.cycle_b.outgoing_ids.id}/list/upload",
            "/cycles",
            "/network",
            f"/network?product={SECRET_B}",
            "/network/products",
            "/network/products?product=Mushrooms",
            "/network/map.json",
            "/network/embed",
            "/network/groups",
            "/forum",
            "/sitemap.xml",
            f"/website/search?search={SECRET_B[:5]}",
            "/website/search?search=Recluse",
            "/shop",
            f"/shop?search={SECRET_B}",
            f"/shop/leeks-{template}",
            f"/partners/{cls.neighbour.id}",
            f"/partners/recluse-{cls.recluse.id}",
            f"/profile/user/{cls.neighbour_person.id}",
            f"/profile/avatar/{cls.neighbour_person.id}",
            f"/network/join?hub={cls.hub_b.id}",
            "/network/join/confirm?token=1",
            f"/matching/digest/{cls.recluse.id}/0",
            "/my/sign-in/open?token=1",
        ]
        files = [f"/web/content/{one.id}" for one in cls.files_b]
        cls.files = [
            *files,
            f"/web/content/off.report.run/{cls.report_run_b.id}/data",
            f"/web/content/off.data.export/{cls.data_export_b.id}/data",
            f"/web/content/off.certificate/{proof}/proof",
            f"/web/content/off.certificate/{cls.certificates_b[1].id}/proof",
            f"/web/content?model=off.certificate&id={proof}&field=proof",
            f"/web/image/off.member.photo/{photo}/image_1920",
            f"/web/image/res.partner/{cls.recluse.id}/image_1920",
            *(
                f"/web/content/{attachment.id}"
                for attachment in cls.env["ir.attachment"].search(
                    [
                        ("res_model", "in", ("off.certificate", "off.member.photo")),
                        ("res_id", "in", (*cls.certificates_b.ids, photo)),
                        ("res_field", "in", ("proof", "image_1920")),
                    ]
                )
            ),
        ]

    def test_no_address_tells_what_is_b_s(self):
        own = [address for address in self.addresses if address.startswith("/my/")]
        rest = [address for address in self.addresses if address not in own]
        papers = [address for address in own if address[-1].isdigit()]
        network = [one for one in rest if one.startswith(("/network", "/forum"))]
        for actor, addresses in (
            ("operator", network),
            ("producer", self.addresses),
            ("hub", papers),
            ("customer", papers),
            ("visitor", rest),
        ):
            self._log_in(self.outsiders[actor])
            for address in addresses:
                with self.subTest(actor=actor, address=address):
                    response = self.url_open(address)
                    self.assertLess(response.status_code, 500)
                    text = self._drop_asked(response, address)
                    self.assertFalse(find_secrets(text, self._get_secrets(actor)))

    def _drop_asked(self, response, address):
        """A page repeats what was searched for."""
        if SECRET_B in address:
            return response.text.replace(SECRET_B, "")
        return response.text

    def test_no_file_is_given_to_strangers(self):
        for actor, user in self.outsiders.items():
            self._log_in(user)
            for address in self.files:
                with self.subTest(actor=actor, address=address):
                    response = self.url_open(address)
                    is_placeholder = response.headers.get(
                        "Content-Disposition", ""
                    ).endswith("placeholder.png") or (
                        response.status_code == 200
                        and "/web/image" in address
                        and len(response.content) > 200
                    )
                    self.assertTrue(
                        response.status_code in (403, 404) or is_placeholder,
                        (response.status_code, response.headers),
                    )
                    self.assertNotIn(SECRET_B.encode(), response.content)

    def test_nobody_writes_with_the_numbers_of_others(self):
        template, link = self.leeks.product_tmpl_id.id, self.link_b.id
        photo, proof = self.photo_b.id, self.certificates_b[0].id
        notice = self.notice_b.id
        posts = {
            f"/my/network/photos/{photo}/change": {"step": "delete"},
            f"/my/network/labels/{proof}": {"number": "stolen"},
            f"/my/network/products/{template}": {"name": "Stolen", "price_0": "1"},
            f"/my/network/products/{template}/archive": {},
            f"/my/network/links/{link}/answer": {"answer": "revoke"},
            "/my/network/links/propose": {
                "partner_id": str(self.recluse.id),
                "may_order": "1",
            },
            f"/my/network/matching/{notice}/state": {"answer": "closed"},
            f"/my/network/matching/{notice}/propose": {
                "partner_id": str(self.recluse.id)
            },
            f"/network/groups/{self.group_b.id}/membership": {
                "member_id": str(self.producer.id)
            },
            f"/network/groups/{self.open_group.id}/membership": {
                "member_id": str(self.neighbour.id),
                "answer": "leave",
            },
            f"/cycles/{self.cycle_b.outgoing_ids.id}/list": {
                f"qty_{self.cycle_b.outgoing_ids.offer_ids[:1].id}": "1"
            },
            f"/cycles/{self.cycle_b.outgoing_ids.id}/list/upload": {"keep": "1"},
            f"/cycles/{self.cycle_b.outgoing_ids.id}/order": {
                f"qty_{self.cycle_b.outgoing_ids.offer_ids[:1].id}": "1"
            },
            **{
                f"/cycles/{self.cycle_b.outgoing_ids.id}/{step}": {
                    f"qty_{self.cycle_b.outgoing_ids.offer_ids[:1].id}": "1",
                    "slot": self.slot_b.id,
                    "order": self.cycle_order_b.id,
                }
                for step in ("keep", "checkout", "cancel", "join")
            },
            f"/my/supply/{self.purchase_b.id}": {"answer": "none", "seen": "0"},
            f"/my/supply/{self.purchase_b.id}/link": {"token": "1"},
            "/my/network/availability/save": {
                f"was_{self.leeks.id}": "1||1",
                f"declared_{self.leeks.id}": "3",
                f"price_{self.leeks.id}": "3",
            },
            f"/forum/{self.forum_b.id}/new": {"post_name": "I", "content": "was"},
            f"/matching/digest/{self.recluse.id}/0": {"answer": "stop"},
        }
        before = self._get_state()
        for actor in ("operator", "producer", "visitor"):
            self._log_in(self.outsiders[actor])
            for address, data in posts.items():
                with self.subTest(actor=actor, address=address):
                    token = Request.csrf_token(self)
                    response = self.url_open(
                        address, data={"csrf_token": token, **data}
                    )
                    self.assertFalse(find_secrets(response.text))
                    self.env.invalidate_all()
                    self.assertEqual(self._get_state(), before)
            for name, value in (("declared", "3"), ("price", "3"), ("on_demand", "1")):
                answer = self.url_open(
                    "/my/network/availability/cell",
                    json={
                        "params": {
                            "product_id": self.leeks.id,
                            "name": name,
                            "value": value,
                        }
                    },
                )
                self.assertFalse(find_secrets(answer.text))
        self.env.invalidate_all()
        self.assertEqual(self._get_state(), before)

    def _get_state(self):
        return (
            self.leeks.read(["name", "off_price", "active"]),
            self.leeks.off_availability_ids.read(["declared_qty", "on_demand"]),
            self.photo_b.exists(),
            self.certificates_b.read(["number"]),
            (self.link_b | self.recluse.off_granted_link_ids).mapped("state"),
            self.recluse.off_granted_link_ids.grantee_id,
            self.notice_b.state,
            (self.group_b | self.open_group).membership_ids.mapped("member_id"),
            self.forum_b.post_ids,
            self.env["sale.order"].search_count(
                [("company_id", "=", self.company_b.id)]
            ),
            self.recluse.off_match_digest,
            self.env["off.basket"].search([]),
            self.env["off.hub.customer"].search([]),
            self.cycle_order_b.state,
            self.purchase_b.off_answer_ids,
            self.purchase_b.order_line.mapped("product_qty"),
        )

    def test_suggestions_of_the_search_tell_nothing(self):
        for actor in ("operator", "producer", "visitor"):
            self._log_in(self.outsiders[actor])
            for term in ("Recluse", "Mushrooms", "Question", "Group", "Leeks"):
                with self.subTest(actor=actor, term=term):
                    answer = self.url_open(
                        "/website/snippet/autocomplete",
                        json={
                            "params": {
                                "search_type": "all",
                                "term": term,
                                "limit": 20,
                                "options": {"displayDescription": True},
                            }
                        },
                    )
                    self.assertEqual(answer.status_code, 200)
                    self.assertFalse(find_secrets(answer.text))
