"""The cycle of the reports, settled: invoices of all orders, some of them paid, and the
producers' bills."""

from odoo.fields import Command, Date

PAID = 300  # invoices


def settle(env, cycle):
    """
    :param cycle: with orders that were shared out
    """
    company = cycle.company_id
    if not company._existing_accounting():
        env["account.chart.template"].try_loading("generic_coa", company, False)
    cycle.company_id._off_setup_operator("generic_coa")
    orders = cycle.order_ids.filtered(lambda one: one.state == "sale")
    orders = orders.with_company(company)
    orders._off_update_fees()
    _hand_over(env, orders)
    invoices = orders._off_invoice(Date.today())
    invoices.action_post()
    _pay(env, invoices[:PAID])
    _bill(env, cycle)
    env.flush_all()


def _hand_over(env, orders):
    """Everybody got what it ordered."""
    env.flush_all()
    env.cr.execute(
        """UPDATE sale_order_line
              SET qty_delivered = product_uom_qty, qty_to_invoice = product_uom_qty,
                  invoice_status = 'to invoice'
            WHERE order_id = ANY(%s) AND (off_offer_id IS NOT NULL OR off_is_fee)""",
        [orders.ids],
    )
    env.cr.execute(
        "UPDATE off_order_fee SET amount_final = amount_ordered"
        " WHERE order_id = ANY(%s)",
        [orders.ids],
    )
    env.cr.execute(
        "UPDATE sale_order SET invoice_status = 'to invoice' WHERE id = ANY(%s)",
        [orders.ids],
    )
    env.cr.execute(
        "UPDATE off_order_cycle SET state = 'distributed' WHERE id = %s",
        [orders.off_cycle_id.id],
    )
    env.invalidate_all()


def _pay(env, invoices):
    wizard = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoices.ids
    )
    wizard.create({"group_payment": False})._create_payments()


def _bill(env, cycle):
    """One order and one bill for each producer, of ten of each product."""
    purchases = env["purchase.order"].create(
        [
            {
                "partner_id": edge.producer_id.id,
                "company_id": cycle.company_id.id,
                "off_exchange_id": edge.id,
                "order_line": [
                    Command.create({"product_id": one.id, "product_qty": 10})
                    for one in edge.offer_ids.product_id
                ],
            }
            for edge in cycle.incoming_ids
        ]
    )
    purchases.button_confirm()
    for move in purchases.picking_ids.move_ids:
        move.quantity = move.product_uom_qty
    purchases.picking_ids.move_ids.picked = True
    purchases.picking_ids.button_validate()
    purchases.action_create_invoice()
    bills = purchases.invoice_ids
    bills.invoice_date = Date.today()
    bills.action_post()
