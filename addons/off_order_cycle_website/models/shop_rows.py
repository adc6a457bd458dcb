from odoo.tools import format_amount

from odoo.addons.off_hub_network.tools.words import write_number

from .shop_page import mark_row


class ShopRows:
    """Turns offers into rows of the shop, and remembers what they can be filtered by.

    A row has

    - ``offer``, ``product``, ``producer``: the records,
    - ``name``: of the product with its format, ``about``: its presentation, ``origin``,
      ``photo``: address, ``tags``: names of its labels and how it is kept,
    - ``price``: text of what one unit costs, taxes and fees per item included,
      ``fees``: text of how it is made up, empty where nothing is added, ``unit``:
      “/ kg” where it is not sold by the piece, ``unit_price``: text of the price of a
      kilogram or litre, ``weight``: text of what is sold by the piece and billed by
      weight, else empty,
    - ``rule``: text of the least and the most that one may order,
    - ``mark``: where it starts in the markup of ``ShopPage``,
    - ``data``: what the page's script sorts, filters and adds up by: offer, producer,
      category, labels, storage, price and price of a kilogram or litre in the smallest
      coin, least and most quantity.

    :param exchange: whose offers they are, in the language of who looks
    """

    def __init__(self, exchange, offers):
        env = exchange.env
        self.env = env
        self.currency = exchange.company_id.currency_id
        self.unit = env.ref("uom.product_uom_unit", raise_if_not_found=False)
        self.references = [
            reference
            for name in ("kgm", "litre")
            if (reference := env.ref(f"uom.product_uom_{name}", False))
        ]
        self.storages = dict(
            env["product.template"]._fields["off_storage"]._description_selection(env)
        )
        templates = offers.product_id.product_tmpl_id
        self.photos = templates.filtered(
            lambda one: one.off_producer_id.off_visibility == "public"
        )._off_get_photo_urls(128)
        self.names = self.get_names(offers.product_id)
        # What is formatted or computed once serves all rows that have the same.
        self.moneys, self.measures, self.label_keys = {}, {}, {}
        self.categories, self.labels, self.kept = {}, {}, {}

    def describe(self, offer, price):
        """:return: the row of an offer

        :param price: ``ShownPrice``
        """
        product = offer.product_id
        template = product.product_tmpl_id
        uom, storage, producer = (
            template.uom_id,
            template.off_storage,
            offer.producer_id,
        )
        total = price.total
        per_measure, measure = self.get_unit_price(product, uom, total)
        least, most = product.off_min_qty, offer.customer_limit
        labels, tags = self.note_filters(template)
        name = self.names[product]
        return {
            "offer": offer,
            "product": product,
            "producer": producer,
            "mark": mark_row(offer),
            "key": f"qty_{offer.id}",
            "name": name,
            "order": (
                (producer.name or "").casefold(),
                producer.id,
                name.casefold(),
                offer.id,
            ),
            "about": product.off_description or "",
            "origin": template.off_origin or "",
            "photo": self.photos.get(template),
            "tags": tags,
            "price": self.money(total),
            "fees": self.tell_fees(price),
            "unit": f"/ {uom.name}" if uom != self.unit else "",
            "unit_price": f"{self.money(per_measure)} / {measure}" if measure else "",
            "weight": self.tell_weight(product, total),
            "rule": self.tell_rule(least, most),
            "data": [
                offer.id,
                producer.id,
                template.categ_id.id,
                labels,
                storage,
                self.to_coins(total),
                self.to_coins(per_measure),
                least,
                most,
            ],
        }

    def get_names(self, products):
        """:return: ``{product: name with its format}``"""
        plain = products.filtered(lambda one: not one.combination_indices)
        names = {product: product.product_tmpl_id.name for product in plain}
        for product in (products - plain).with_context(display_default_code=False):
            names[product] = product.display_name
        return names

    def note_filters(self, template):
        """:return: (ids of labels, names of tags)"""
        category, storage = template.categ_id, template.off_storage
        # Odoo's products need none.
        if category and category.id not in self.categories:
            self.categories[category.id] = category.name
        if storage not in self.kept:
            self.kept[storage] = self.storages[storage]
        labels = template.off_shown_label_ids
        key = (labels._ids, storage)
        if key not in self.label_keys:
            self.labels.update((label.id, label.name) for label in labels)
            names = [label.name for label in labels]
            if storage != "ambient":
                names.append(self.kept[storage])
            self.label_keys[key] = labels.ids, names
        return self.label_keys[key]

    def money(self, amount):
        if amount not in self.moneys:
            self.moneys[amount] = format_amount(self.env, amount, self.currency)
        return self.moneys[amount]

    def to_coins(self, amount):
        return round(amount / self.currency.rounding)

    def tell_fees(self, price):
        """“3.00 € + packing 0.50 €”"""
        if not price.fees:
            return ""
        parts = [self.money(price.goods)]
        parts += [f"{fee.name} {self.money(amount)}" for fee, amount in price.fees]
        return " + ".join(parts)

    def tell_weight(self, product, price):
        """“About 700 g, billed by weight: 10.50 € estimated”"""
        if not product.off_billed_by_weight:
            return ""
        return self.env._(
            "About %(weight)s, billed by weight: %(price)s estimated",
            weight=product._off_tell_weight(),
            price=self.money(price),
        )

    def tell_rule(self, least, most):
        if least and most:
            return self.env._(
                "from %(least)s to %(most)s",
                least=write_number(self.env, least),
                most=write_number(self.env, most),
            )
        if least:
            return self.env._("at least %s", write_number(self.env, least))
        if most:
            return self.env._("at most %s", write_number(self.env, most))
        return ""

    def get_unit_price(self, product, uom, price):
        """7.00 and “kg” of a pack of 500 g at 3.50; 0 and nothing where it says
        nothing new or its content is not known."""
        content, measure = product.off_unit_quantity, product.off_unit_uom_id
        if kilograms := product._off_get_unit_weight():
            content, measure = kilograms, self.references[0]
        if not content or not measure or measure == uom:
            return 0.0, ""
        if measure not in self.measures:
            self.measures[measure] = self.get_reference(measure)
        factor, name = self.measures[measure]
        if not factor:
            return 0.0, ""
        return self.currency.round(price / (content * factor)), name

    def get_reference(self, measure):
        """How many kilograms or litres a unit holds, and the name of that."""
        for reference in self.references:
            if measure._has_common_reference(reference):
                factor = measure._compute_quantity(1, reference, round=False)
                return factor, reference.name
        return 0.0, ""

    def get_filters(self):
        """:return: ``{filter: [(key, text)]}`` where there is something to choose"""
        found = {
            "category": self.categories,
            "label": self.labels,
            "storage": self.kept,
        }
        return {
            name: sorted(choices.items(), key=lambda choice: choice[1].casefold())
            for name, choices in found.items()
            if len(choices) > (0 if name == "label" else 1)
        }
