"""Who may do what with the records of operator B and of those around it.

Each model of the project has a line: a new one without a decision fails the test.
"""

# Actors outside operator B, as ``ApartCase.outsiders`` names them.
OPERATOR, PRODUCER, HUB, CUSTOMER, VISITOR = ACTORS = (
    "operator",
    "producer",
    "hub",
    "customer",
    "visitor",
)
NOBODY = ()
STAFF = (OPERATOR,)
LOGINS = (OPERATOR, PRODUCER, HUB, CUSTOMER)

# {model: (how to find records of B in the case, who may read them)}; nobody outside may
# ever write, delete or add to them.
PRIVATE = {
    "off.access.rule": (lambda case: case.access_rule_b, NOBODY),
    "off.allocation": (lambda case: case.allocation_b, NOBODY),
    "off.basket": (lambda case: case.basket_b, NOBODY),
    "off.basket.line": (lambda case: case.basket_b.line_ids, NOBODY),
    "off.catalog.item": (lambda case: case.item_b, NOBODY),
    "off.customer.group": (lambda case: case.customer_group_b, NOBODY),
    "off.cycle.guest": (lambda case: case.guest_b, NOBODY),
    "off.cycle.minimum": (lambda case: case.minimum_b, NOBODY),
    "off.cycle.schedule": (lambda case: case.schedule_b, NOBODY),
    "off.cycle.schedule.date": (lambda case: case.schedule_b.date_ids, NOBODY),
    "off.duty": (lambda case: case.duty_b, NOBODY),
    "off.duty.member": (lambda case: case.duty_member_b, NOBODY),
    "off.duty.shift": (lambda case: case.shift_b, NOBODY),
    "off.duty.volunteer": (lambda case: case.shift_b.volunteer_ids, NOBODY),
    "off.deposit.balance": (lambda case: case.deposits_out_b, NOBODY),
    "off.deposit.return": (lambda case: case.deposit_back_b, NOBODY),
    "off.exchange": (lambda case: case.cycle_b.exchange_ids, NOBODY),
    "off.handover": (lambda case: case.handover_b, NOBODY),
    "off.hub.customer": (lambda case: case.customer_note_b, NOBODY),
    "off.favourite": (lambda case: case.favourite_b, NOBODY),
    "off.fee": (lambda case: case.fee_b, NOBODY),
    "off.order.fee": (lambda case: case.cycle_order_b.off_fee_ids, NOBODY),
    "off.join.match": (lambda case: case.match_b, NOBODY),
    "off.join.request": (lambda case: case.request_b, NOBODY),
    "off.lot.recall": (lambda case: case.recall_b, NOBODY),
    "off.lot.recall.recipient": (lambda case: case.recall_b.recipient_ids, NOBODY),
    "off.matching.sent": (lambda case: case.sent_b, NOBODY),
    "off.network.group": (lambda case: case.group_b, NOBODY),
    "off.network.link": (lambda case: case.link_b, NOBODY),
    "off.network.membership": (lambda case: case.memberships_b[:2], NOBODY),
    "off.network.notice": (
        lambda case: case.notice_b | case.notice_of_recluse,
        NOBODY,
    ),
    "off.notice": (lambda case: case.cycle_mail_b, NOBODY),
    "off.notice.choice": (lambda case: case.mail_choice_b, NOBODY),
    "off.offer": (lambda case: case.cycle_b.exchange_ids.offer_ids, NOBODY),
    "off.order.cycle": (lambda case: case.cycle_b, NOBODY),
    "off.pickup.act": (lambda case: case.pickup_act_b, NOBODY),
    "off.pickup.count": (lambda case: case.pickup_count_b, NOBODY),
    "off.pickup.point": (lambda case: case.point_b, NOBODY),
    "off.pickup.slot": (lambda case: case.slot_b, NOBODY),
    "off.receipt.damage": (lambda case: case.damage_b, NOBODY),
    "off.purchase.answer": (lambda case: case.answer_b, NOBODY),
    "off.purchase.answer.line": (lambda case: case.answer_b.line_ids, NOBODY),
    "off.report.run": (lambda case: case.report_run_b, NOBODY),
    "off.saved.basket": (lambda case: case.saved_basket_b, NOBODY),
    "off.saved.basket.line": (lambda case: case.saved_basket_b.line_ids, NOBODY),
    "off.sign.in.request": (lambda case: case.sign_in_b, NOBODY),
    "off.solidarity.draw": (lambda case: case.draw_b, NOBODY),
    "off.solidarity.fund": (lambda case: case.fund_b, NOBODY),
    "off.solidarity.grant": (lambda case: case.grant_b, NOBODY),
    "off.solidarity.level": (lambda case: case.level_b, NOBODY),
    "off.standing.order": (lambda case: case.standing_b, NOBODY),
    "off.standing.order.delivery": (
        lambda case: case.standing_b.delivery_ids,
        NOBODY,
    ),
    "off.standing.order.instalment": (
        lambda case: case.standing_b.instalment_ids,
        NOBODY,
    ),
    "off.standing.order.line": (lambda case: case.standing_b.line_ids, NOBODY),
    "off.substitution": (lambda case: case.substitution_b, NOBODY),
    "off.tax.mapping": (lambda case: case.mapping_b, NOBODY),
    "off.tender": (lambda case: case.tender_b, NOBODY),
    "off.tender.lot": (lambda case: case.lot_b, NOBODY),
    "off.tour": (lambda case: case.tour_b, NOBODY),
    "off.tour.stop": (lambda case: case.stop_b, NOBODY),
    # Of members that keep themselves back.
    "off.certificate": (lambda case: case.certificates_b[1], NOBODY),
    "off.member.photo": (lambda case: case.photo_b, NOBODY),
    "off.producer.mandate": (lambda case: case.producer_mandate_b, NOBODY),
    "off.producer.capacity": (lambda case: case.capacity_b, NOBODY),
    "off.producer.capacity.day": (lambda case: case.capacity_b.day_ids, NOBODY),
    "off.availability": (lambda case: case.mushrooms.off_availability_ids, NOBODY),
    # Everybody's to read, B's to change.
    "off.hub": (lambda case: case.hub_b, STAFF),
}
# Odoo's own models.
STANDARD = {
    "res.partner": (
        lambda case: case.recluse | case.friend | case.family_b | case.person_b,
        NOBODY,
    ),
    "res.partner.bank": (lambda case: case.banks_b, NOBODY),
    "product.template": (lambda case: case.mushrooms.product_tmpl_id, NOBODY),
    "product.product": (lambda case: case.mushrooms, NOBODY),
    "product.supplierinfo": (lambda case: case.price_b, NOBODY),
    "sale.order": (lambda case: case.order_b, NOBODY),
    "sale.order.line": (lambda case: case.order_b.order_line, NOBODY),
    "purchase.order": (lambda case: case.purchase_b, NOBODY),
    "purchase.order.line": (lambda case: case.purchase_b.order_line, NOBODY),
    "stock.quant": (lambda case: case.quant_b, NOBODY),
    "account.move": (lambda case: case.invoice_b, NOBODY),
    "account.move.line": (lambda case: case.invoice_b.line_ids, NOBODY),
    "mail.message": (lambda case: case.notes_b, NOBODY),
    "mail.activity": (lambda case: case.activity_b, NOBODY),
    "ir.attachment": (lambda case: case.files_b, NOBODY),
    "forum.forum": (lambda case: case.forum_b, NOBODY),
    "forum.post": (lambda case: case.post_b, NOBODY),
    "loyalty.card": (lambda case: case.wallet_b, NOBODY),
    "account.banking.mandate": (lambda case: case.mandate_b, NOBODY),
}
# Words for everybody, changed by administrators alone.
LISTS = {
    "off.allergen": LOGINS,
    "off.hub.model": LOGINS,
    "off.hub.model.point": STAFF,
    "off.hub.model.fee": STAFF,
    "off.label": LOGINS,
    "off.member.role": LOGINS,
    "off.month": LOGINS,
    "off.shipping.category": STAFF,
    "off.tax.category": STAFF,
    "off.weekday": LOGINS,
}
# Wizards and what they make: whoever began one sees it, nobody else.
# Sums of documents that are above: a rule keeps them to their operator.
VIEWS = {"off.cycle.result", "off.ereporting.day", "off.operator.balance"}
WIZARDS = {
    "off.catalog.export",
    "off.catalog.import",
    "off.catalog.import.line",
    "off.cycle.reopening",
    "off.deposit.taking",
    "off.deposit.taking.line",
    "off.enterprise.export",
    "off.enterprise.import",
    "off.enterprise.import.line",
    "off.invoice.month",
    "off.pay.producers",
    "off.pay.producers.line",
    "off.statement.send",
    "off.till.count",
    "off.till.count.line",
    "off.till.move",
    "off.join.refusal",
    "off.price.simulation",
    "off.price.simulation.line",
    "off.network.suggestion",
    "off.substitution.proposal",
    "off.substitution.proposal.line",
}
