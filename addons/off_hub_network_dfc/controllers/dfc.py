import json

from werkzeug.exceptions import NotFound

from odoo.http import Controller, Response, request, route

from odoo.addons.off_hub_network.tools.typed import read_id

from ..dfc import PROFILES, choose_profile
from .dispatcher import make_error

V2 = PROFILES["dfc-v2"]


def dfc_route(*paths):
    """A page of the interface: read only, by key, without session."""
    return route(
        [f"/api/dfc/{path}" for path in paths],
        type="off_dfc",
        auth="bearer",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )


class DfcController(Controller):
    """The network in JSON-LD, at the addresses that Open Food Network uses."""

    # -- members ---------------------------------------------------------------------
    @dfc_route("enterprises")
    def enterprises(self, **kwargs):
        return self._list_enterprises("enterprises", self._choose_profile())

    @dfc_route("organizations")
    def organizations(self, **kwargs):
        return self._list_enterprises("organizations", V2)

    @dfc_route("enterprises/<enterprise>")
    def enterprise(self, enterprise, **kwargs):
        return self._show_enterprise(enterprise, self._choose_profile())

    @dfc_route("organizations/<enterprise>")
    def organization(self, enterprise, **kwargs):
        return self._show_enterprise(enterprise, V2)

    @dfc_route("addresses/<address>")
    def address(self, address, **kwargs):
        member = self._find_member(address)
        addresses, _contacts = self._dfc._read_addresses(member)
        writer = self._get_writer()
        return self._answer(writer, writer.document(writer.address(addresses[member])))

    @dfc_route("enterprise_groups")
    def groups(self, **kwargs):
        writer = self._get_writer()
        groups = self._dfc._read_groups(self._dfc._find_hubs(self._dfc._find_members()))
        nodes = [writer.group(group) for group in groups]
        return self._answer(writer, writer.listing("enterprise_groups", nodes))

    @dfc_route("enterprise_groups/<group>")
    def group(self, group, **kwargs):
        hubs = self._dfc._find_hubs(self._dfc._find_members())
        hub = hubs.filtered(lambda hub: hub.id == read_id(group))
        if not hub:
            raise NotFound()
        writer = self._get_writer()
        (record,) = self._dfc._read_groups(hub)
        node, address = writer.group(record), writer.address(record.address)
        return self._answer(writer, writer.document(node, [address]))

    @dfc_route("persons/<person>")
    def person(self, person, **kwargs):
        if read_id(person) != request.env.uid:
            raise NotFound()
        writer = self._get_writer()
        node = writer.person(self._dfc._read_self())
        return self._answer(writer, writer.document(node))

    # -- products and catalogues -----------------------------------------------------
    @dfc_route("supplied_products")
    def supplied_products(self, **kwargs):
        writer = self._get_writer()
        products = self._dfc._find_products(self._dfc._find_members())
        records = self._dfc._read_products(products)
        nodes = [writer.product(record) for record in records.values()]
        groups = self._write_groups(writer, products)
        return self._answer(writer, writer.listing("supplied_products", nodes, groups))

    @dfc_route("enterprises/<enterprise>/supplied_products/<product>")
    def supplied_product(self, enterprise, product, **kwargs):
        member = self._find_member(enterprise)
        found = self._dfc._find_products(member, [read_id(product)])
        if not found:
            raise NotFound()
        writer = self._get_writer()
        node = writer.product(self._dfc._read_products(found)[found])
        return self._answer(writer, writer.document(node))

    @dfc_route("product_groups/<group>")
    def product_group(self, group, **kwargs):
        template = (
            request.env["product.template"].sudo().browse(read_id(group)).exists()
        )
        members = self._dfc._find_members(template.off_producer_id.ids)
        products = self._dfc._find_products(members, template.product_variant_ids.ids)
        if not products:
            raise NotFound()
        writer = self._get_writer()
        (node,) = self._write_groups(writer, products)
        return self._answer(writer, writer.document(node))

    @dfc_route("enterprises/<enterprise>/catalog_items")
    def catalog_items(self, enterprise, **kwargs):
        seller = self._find_seller(enterprise)
        items = self._dfc._read_items(seller)
        writer = self._get_writer()
        nodes = [writer.item(item) for item in items]
        others = self._write_around_items(writer, seller, items)
        path = f"enterprises/{seller.id}/catalog_items"
        return self._answer(writer, writer.listing(path, nodes, others))

    @dfc_route("enterprises/<enterprise>/catalog_items/<product>")
    def catalog_item(self, enterprise, product, **kwargs):
        item, writer = self._find_item(enterprise, product), self._get_writer()
        document = writer.document(writer.item(item), [writer.offer(item)])
        return self._answer(writer, document)

    @dfc_route("enterprises/<enterprise>/offers/<product>")
    def offer(self, enterprise, product, **kwargs):
        item, writer = self._find_item(enterprise, product), self._get_writer()
        return self._answer(writer, writer.document(writer.offer(item)))

    # -- everything else -------------------------------------------------------------
    @route(
        ["/api/dfc", "/api/dfc/<path:path>"],
        type="off_dfc",
        auth="public",
        csrf=False,
        readonly=True,
        save_session=False,
    )
    def nothing(self, path="", **kwargs):
        reading = request.httprequest.method in ("GET", "HEAD")
        return make_error(404 if reading else 405)

    # -- helpers ---------------------------------------------------------------------
    @property
    def _dfc(self):
        return request.env["off.dfc"].with_context(lang=request.env.user.lang)

    def _choose_profile(self):
        return choose_profile(request.httprequest.headers.get("Accept", ""))

    def _get_writer(self, profile=None):
        return self._dfc._get_writer(profile or self._choose_profile())

    def _answer(self, writer, document):
        return Response(
            json.dumps(document, ensure_ascii=False),
            headers={
                "Cache-Control": "private, no-store",
                "Vary": "Accept, Authorization",
            },
            content_type=writer.profile.media_type,
        )

    def _find_member(self, text):
        """The member of an address, or ``default`` for the caller's own."""
        if text == "default":
            ids = self._dfc._get_own_members().ids
        else:
            ids = [read_id(text)]
        member = self._dfc._find_members(ids)[:1]
        if not member:
            raise NotFound()
        return member

    def _find_seller(self, text):
        seller = self._dfc._find_sellers(self._find_member(text))
        if not seller:
            raise NotFound()
        return seller

    def _find_item(self, enterprise, product):
        seller = self._find_seller(enterprise)
        items = self._dfc._read_items(seller, [read_id(product)])
        if not items:
            raise NotFound()
        return items[0]

    def _list_enterprises(self, path, profile):
        writer = self._get_writer(profile)
        nodes, others = self._write_enterprises(writer, self._dfc._find_members())
        return self._answer(writer, writer.listing(path, nodes, others))

    def _show_enterprise(self, text, profile):
        member, writer = self._find_member(text), self._get_writer(profile)
        (node,), others = self._write_enterprises(writer, member)
        seller = self._dfc._find_sellers(member)
        if seller:
            items = self._dfc._read_items(seller)
            others += [writer.item(item) for item in items]
        products = self._dfc._find_products(member)
        records = self._dfc._read_products(products)
        others += [writer.product(record) for record in records.values()]
        return self._answer(writer, writer.document(node, others))

    def _write_enterprises(self, writer, members):
        """Nodes of members, and of their addresses."""
        items = {}
        for item in self._dfc._read_items(self._dfc._find_sellers(members)):
            seller = members.browse(item.enterprise_id)
            items.setdefault(seller, []).append(item.product.id)
        records = self._dfc._read_enterprises(members, items)
        return (
            [writer.enterprise(record) for record in records],
            [writer.address(record.address) for record in records],
        )

    def _write_groups(self, writer, products):
        groups = self._dfc._read_product_groups(products)
        return [writer.product_group(group) for group in groups]

    def _write_around_items(self, writer, seller, items):
        """What catalogue items refer to: products, offers, and who is behind them."""
        ids = [item.product.id for item in items]
        products = request.env["product.product"].sudo().browse(ids)
        members = self._dfc._find_members(
            {seller.id, *(item.product.enterprise_id for item in items)}
        )
        enterprises, _addresses = self._write_enterprises(writer, members)
        return [
            *(writer.product(item.product) for item in items),
            *self._write_groups(writer, products),
            *(writer.offer(item) for item in items),
            *enterprises,
        ]
