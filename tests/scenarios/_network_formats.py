"""The catalogue in the open formats: out, in again, and read by others."""

import base64
import csv
import io
import json

import requests

from . import _network_people as people


class Formats:
    """Part of the scenario of the network."""

    # -- Open Food Network -------------------------------------------------------
    def files(self):
        """The exported catalogue changes nothing when it comes back; a price that was
        changed in the file changes that product alone, and is exported again."""
        data = self.export("off.catalog.export", self.producer)
        same = self.bring_in_goods(data)
        changed = change_price(data, people.GOODS[1][0], "8.40")
        one = self.bring_in_goods(changed)
        then = self.export("off.catalog.export", self.producer)
        goods = len(self.products)
        self.check(
            "open-food-network-round-trip",
            (same, one) == ((0, 0, goods, 0), (0, 1, goods - 1, 0))
            and read_rows(then) == read_rows(changed),
            f"created, updated, kept, errors: {same}, with one price changed {one}",
        )
        members = self.producer | self.hubs[0].partner_id
        data = self.export("off.enterprise.export", members)
        counts = self.bring_in("off.enterprise.import", data)
        names = {row["name"] for row in read_rows(data)}
        self.check(
            "enterprises-round-trip",
            counts == (0, 0, 2, 0) and names == set(members.mapped("name")),
            f"{', '.join(sorted(names))}: created, updated, kept, errors: {counts}",
        )
        self.env.cr.rollback()

    def export(self, model, members):
        """Bytes of the file that the first coordinator exports."""
        field = "member_ids" if model == "off.enterprise.export" else "producer_ids"
        wizard = self.envs[0][model].create({field: members.ids})
        wizard.action_export()
        return base64.b64decode(wizard.data)

    def bring_in(self, model, data, **values):
        """Look at a file, import it, and tell what it did."""
        wizard = self.envs[0][model].create({"data": base64.b64encode(data), **values})
        wizard.action_preview()
        counts = self.get_counts(wizard)
        wizard.action_apply()
        return counts

    def get_counts(self, wizard):
        return (
            wizard.create_count,
            wizard.update_count,
            wizard.keep_count,
            wizard.error_count,
        )

    def bring_in_goods(self, data, **values):
        hub = self.hubs[0].id
        return self.bring_in("off.catalog.import", data, hub_id=hub, **values)

    # -- Data Food Consortium -------------------------------------------------------
    def interchange(self):
        """The consortium's format, read by its own connector, and in again."""
        from odoo.addons.off_hub_network_dfc.tests.tools import (
            get_connector,
            read_with_connector,
        )

        path = f"enterprises/{self.producer.id}/catalog_items"
        document = self.ask(path, self.coordinators[0]).json()
        found = read_with_connector(get_connector(), document).values()
        kinds = sorted({one["class"] for one in found})
        names = {one.get("name") for one in found if one["class"] == "SuppliedProduct"}
        self.check(
            "the-connector-reads-it",
            names >= {name for name, _price, _quantity in people.GOODS},
            f"{len(found)} objects: {', '.join(kinds)}",
        )
        counts = self.bring_in_goods(json.dumps(document).encode(), source="dfc_file")
        self.check(
            "dfc-round-trip",
            counts == (0, 0, len(self.products), 0),
            f"created, updated, kept, errors: {counts}",
        )
        self.env.cr.rollback()

    def ask(self, path, user):
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        headers = {}
        if user:
            key = keys._generate("rpc", "scenario", None)
            headers = {"Authorization": f"Bearer {key}"}
            self.commit()
        return requests.get(
            f"{self.address}/api/dfc/{path}", headers=headers, timeout=60
        )


def read_rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def change_price(data, name, price):
    """The file with another price of one product."""
    rows = read_rows(data)
    for row in rows:
        if row["name"] == name:
            row["price"] = price
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()
