from odoo import models

from ..tools.transfer import Transfer, get_transfer

# Records of these are of several operators, or are operators.
OF_MANY = ("res.users", "res.company")


class StockMove(models.Model):
    """Moves of a cycle are many and are done at once. What Odoo asks the database for
    each of them (rules that push goods on, reordering rules, values given by hand,
    locks of stock) is asked once for all; where there is something, Odoo does what it
    does.
    """

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        if get_transfer(self.env) or not self.picking_id.off_cycle_id:
            return super()._action_done(cancel_backorder=cancel_backorder)
        transfer = self._off_look_ahead(Transfer(), self.product_id)
        moves = super(StockMove, self.with_context(off_transfer=transfer))._action_done(
            cancel_backorder=cancel_backorder
        )
        moves.purchase_line_id._off_note_received(transfer)
        return moves.with_env(self.env)

    def _off_look_ahead(self, transfer, products):
        """Ask what concerns these moves of ``products``, for all of them."""
        env = self.sudo().env
        transfer.is_reordered = bool(
            env["stock.warehouse.orderpoint"].search_count(
                [("product_id", "in", products.ids)], limit=1
            )
        )
        transfer.pushing_ids = set(
            env["stock.rule"]
            .search([("action", "in", ("push", "pull_push"))])
            .location_src_id.ids
        )
        transfer.valued_ids = set(
            env["product.value"].search([("move_id", "in", self.ids)]).move_id.ids
        )
        return transfer

    def _update_orderpoints(self):
        transfer = get_transfer(self.env)
        if transfer and not transfer.is_reordered:
            return None
        return super()._update_orderpoints()

    def _trigger_scheduler(self):
        transfer = get_transfer(self.env)
        if transfer and not transfer.is_reordered:
            return None
        return super()._trigger_scheduler()

    def _set_references(self):
        """Extends: what has no reference to pass on is not written."""
        return super(
            StockMove, self.filtered("picking_id.reference_ids")
        )._set_references()

    def _push_apply(self):
        transfer = get_transfer(self.env)
        if not transfer:
            return super()._push_apply()
        pushed = self.filtered(
            lambda move: (
                move.move_dest_ids
                or transfer.pushing_ids.intersection(
                    map(int, move.location_dest_id.parent_path.split("/")[:-1])
                )
            )
        )
        return super(StockMove, pushed)._push_apply() if pushed else self.browse()

    def _get_manual_value(self, quantity, at_date=None):
        transfer = get_transfer(self.env)
        if transfer and self.id not in transfer.valued_ids:
            return {"value": 0, "quantity": 0, "description": False}
        return super()._get_manual_value(quantity, at_date)

    def _should_bypass_reservation(self, forced_location=False):
        """Extends: what leaves in the step that says of which lots it is, is not
        reserved and unreserved in between."""
        transfer = get_transfer(self.env)
        if transfer and transfer.unreserved:
            return True
        return super()._should_bypass_reservation(forced_location)

    def _check_company(self, fnames=None):
        if get_transfer(self.env) and not _find_crossing(self, fnames):
            return None
        return super()._check_company(fnames)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        if transfer := get_transfer(self.env):
            # Lots that are new are made by Odoo, and so is their stock.
            known = self.filtered(
                lambda line: line.quantity > 0 and (line.lot_id or not line.lot_name)
            )
            self.env["stock.quant"]._off_hold(transfer, known)
        return super()._action_done()

    def _check_company(self, fnames=None):
        if get_transfer(self.env) and not _find_crossing(self, fnames):
            return None
        return super()._check_company(fnames)

    def _free_reservation(
        self,
        product_id,
        location_id,
        quantity,
        lot_id=None,
        package_id=None,
        owner_id=None,
        ml_ids_to_ignore=None,
    ):
        """Extends: what others reserved of goods that are taken gives way, with all
        that Odoo does to their reservations."""
        if get_transfer(self.env):
            self = self.with_context(off_transfer=None)
        return super()._free_reservation(
            product_id,
            location_id,
            quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            ml_ids_to_ignore=ml_ids_to_ignore,
        )


def _find_crossing(records, fnames):
    """Look at all records at once whether each is of the operator of what it names.

    :return: a name of a field that needs Odoo's look record by record, or None: all is
        of one operator, or of none
    """
    companies = records.company_id
    if len(companies) > 1:
        return "company_id"
    if fnames is None or {"company_id", "company_ids"} & set(fnames):
        fnames = records._fields
    for name in fnames:
        field = records._fields[name]
        if not field.relational or not field.check_company:
            continue
        if field.company_dependent or field.comodel_name in OF_MANY:
            return name
        others = records.sudo().mapped(name)
        if others and ("company_id" not in others or others.company_id - companies):
            return name
    return None
