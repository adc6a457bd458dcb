"""Which product each row of a catalogue describes, and the rows that are refused."""

from ..ofn import make_error
from .catalog_known import CatalogKnown
from .catalog_names import fold
from .catalog_rows import format_label, row_label, same_format, unit_label


class CatalogMatch(CatalogKnown):
    """Match rows with the variants that the database holds. ``errors`` gathers the
    refused rows, as ``RowError``."""

    def __init__(self, env, hub, rows):
        super().__init__(env, hub, rows)
        self.errors = []
        self.wanted = {}
        self.described = {}

    def check_producer(self, row):
        """Whether the row names one producer that is new or lets the hub act."""
        hub = self.hub.name
        partners = self.producers.get(fold(row.producer), [])
        if len(partners) > 1:
            self._error(
                row,
                "producer",
                row.producer,
                self.env._("the name of a single producer of the network is expected"),
                self.env._("%(count)s producers have this name", count=len(partners)),
            )
            return False
        if partners and (
            self.hub.company_id not in partners[0].off_catalog_company_ids
        ):
            self._error(
                row,
                "producer",
                row.producer,
                self.env._(
                    "propose a link to this producer for %(hub)s first", hub=hub
                ),
                self.env._(
                    "%(producer)s does not let %(hub)s manage its products",
                    producer=row.producer,
                    hub=hub,
                ),
            )
            return False
        return True

    # -- the product of a row ----------------------------------------------------
    def _find_product(self, partner, row):
        """The variant of this row; None if new, False if the row is refused."""
        by_sku = self.by_sku.get((partner.id, row.sku)) if row.sku else None
        if by_sku:
            if fold(row.name) in self.names[by_sku.product_tmpl_id.id] and same_format(
                self.labels[by_sku.id], row
            ):
                return by_sku
            self._error(
                row,
                "sku",
                row.sku,
                self.env._(
                    "another sku, or the name and format of the known product, is "
                    "expected"
                ),
                self.env._(
                    "the sku %(sku)s belongs to %(product)s",
                    sku=row.sku,
                    product=f"{by_sku.name} {format_label(by_sku)}".strip(),
                ),
            )
            return False
        by_name = self._find_by_name(partner, row)
        if by_name and row.sku and by_name.default_code:
            self._error(
                row,
                "sku",
                row.sku,
                self.env._(
                    "the sku %(sku)s, or another display_name, is expected",
                    sku=by_name.default_code,
                ),
                self.env._(
                    "%(product)s exists under another sku",
                    product=f"{row.name} {row_label(row)}",
                ),
            )
            return False
        return by_name

    def _find_by_name(self, partner, row):
        label = row_label(row)
        labels = [label]
        if not row.sku:
            # What an import called two formats of one name.
            labels.insert(0, f"{label} ({unit_label(row.unit)})")
        if not row.display_name:
            labels.append("")
        for name in labels:
            found = self.by_name.get((partner.id, fold(row.name), fold(name)))
            if found:
                return self._pick(found, row)
        return None

    def _pick(self, products, row):
        """Of products of the same name and format, the one of the row's categories,
        and one without a sku that the row does not have."""
        if len(products) == 1:
            return products[0]
        wanted = self.row_template_key(row)[2:]
        return min(
            products,
            key=lambda product: (
                bool(product.default_code),
                self._get_references(product.product_tmpl_id) != wanted,
                not product.active,
                product.id,
            ),
        )

    # -- rows that cannot be -----------------------------------------------------
    def check_product(self, product, row):
        """Whether the row may change ``product``, or add to it when it is empty."""
        if product:
            return self._check_once(product, row) and self._check_template(product, row)
        template = self.templates.get(self.row_template_key(row))
        if template and template.attribute_line_ids.attribute_id - self.attribute:
            self._error(
                row,
                "display_name",
                row_label(row),
                self.env._("a format added in the form of the product is expected"),
                self.env._(
                    "%(product)s has other attributes than its format", product=row.name
                ),
            )
            return False
        return True

    def _check_once(self, product, row):
        first = self.described.setdefault(product.id, row)
        if first is row:
            return True
        self._error(
            row,
            "name",
            row.name,
            self.env._("each product is expected once"),
            self.env._(
                "row %(row)s describes the same product, %(product)s",
                row=first.row,
                product=f"{product.name} {format_label(product)}".strip(),
            ),
        )
        return False

    def _check_template(self, product, row):
        """Refuse rows that pull one product towards two categories: they live on the
        product, all its formats share them."""
        first = self.wanted.setdefault(product.product_tmpl_id.id, row)
        for column, known in (
            ("category", self.categories),
            ("tax_category", self.tax_categories),
            ("shipping_category", self.shipping_categories),
        ):
            mine, other = getattr(row, column), getattr(first, column)
            if mine and other and known.find_key(mine) != known.find_key(other):
                self._error(
                    row,
                    column,
                    mine,
                    self.env._(
                        "“%(value)s” as in row %(row)s is expected",
                        value=other,
                        row=first.row,
                    ),
                    self.env._(
                        "all formats of %(product)s share one %(column)s",
                        product=row.name,
                        column=column,
                    ),
                )
                return False
        return True

    def _error(self, row, column, value, expected, problem):
        self.errors.append(make_error(row.row, column, value, expected, problem))
