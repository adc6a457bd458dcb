"""The consortium's interface, with keys of others and without."""


class DfcChecks:
    def test_the_interface_tells_nothing_that_is_b_s(self):
        keys = {None: None}
        for actor, user in self.outsiders.items():
            if user != self.public:
                keys[actor] = self._create_key(user)
        paths = [
            "enterprises",
            "organizations",
            "enterprise_groups",
            "supplied_products",
            f"enterprise_groups/{self.hub_b.id}",
            f"persons/{self.coordinator_b.id}",
            f"product_groups/{self.mushrooms.product_tmpl_id.id}",
            f"enterprises/{self.neighbour.id}/catalog_items/{self.leeks.id}",
            f"enterprises/{self.neighbour.id}/offers/{self.leeks.id}",
            f"enterprises/{self.hub_b.partner_id.id}/catalog_items",
            f"enterprises/{self.hub_b.partner_id.id}/offers/{self.leeks.id}",
        ]
        for member in (self.neighbour, self.recluse, self.friend, self.family_b):
            paths += [
                f"enterprises/{member.id}",
                f"addresses/{member.id}",
                f"enterprises/{member.id}/catalog_items",
            ]
        for actor, key in keys.items():
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            for path in paths:
                with self.subTest(actor=actor, path=path):
                    response = self.opener.get(
                        f"{self.base_url()}/api/dfc/{path}",
                        headers=headers,
                        timeout=60,
                    )
                    if not key:
                        self.assertEqual(response.status_code, 401)
                    self.assertLess(response.status_code, 500, response.text)
                    self._assert_no_secret(response.text, path)
