import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {OPEN} from "./pickup_apply";
import {PickupLine} from "./pickup_line";
import {PickupPay} from "./pickup_pay";
import {PickupPool} from "./pickup_pool";
import {PickupSign} from "./pickup_sign";
import {STATES, inMoney} from "./pickup_words";

/** One household: what it gets, what it owes, who came. */
export class PickupPerson extends Component {
    static template = "off_order_cycle_pickup.Person";
    static components = {PickupLine, PickupPay, PickupPool, PickupSign};
    static props = {store: Object, household: Object, back: Function};

    setup() {
        this.labels = STATES();
        this.state = useState({panel: "", wrong: "", undo: null});
    }

    get store() {
        return this.props.store;
    }

    get pickup() {
        return this.store.pickup;
    }

    get household() {
        return this.props.household;
    }

    money(amount) {
        return inMoney(amount, this.pickup.currency);
    }

    // -- what is possible ------------------------------------------------------------
    get mayAct() {
        return this.pickup.ready;
    }

    isOpen(order) {
        return (
            OPEN.includes(order.state) &&
            (!this.pickup.closed || order.state === "kept")
        );
    }

    get open() {
        return this.household.orders.filter((order) => this.isOpen(order));
    }

    mayUndo(own) {
        return !this.pickup.closed && (own || this.pickup.staff);
    }

    mayGiveUp(order) {
        return (
            this.isOpen(order) &&
            !this.pickup.settled &&
            (this.pickup.staff || this.pickup.no_show === "cancel")
        );
    }

    get maySell() {
        return (
            this.mayAct &&
            !this.pickup.closed &&
            !this.pickup.settled &&
            this.household.orders.length > 0
        );
    }

    get pool() {
        return this.pickup.pool.filter((one) => one.quantity > 0);
    }

    // -- words -----------------------------------------------------------------------
    collectedText(order) {
        const values = {when: order.at, who: order.by};
        return order.by
            ? _t("Handed over at %(when)s by %(who)s", values)
            : _t("Handed over");
    }

    paymentText(payment) {
        const {at: when, by: who, journal} = payment;
        return who
            ? _t("%(journal)s, %(when)s, %(who)s", {journal, when, who})
            : journal;
    }

    get dueText() {
        const {due} = this.household;
        if (due < 0) {
            return _t("Credit: %s", this.money(-due));
        }
        return due > 0 ? _t("Due: %s", this.money(due)) : _t("Nothing is due.");
    }

    get beforeText() {
        return _t("of it from before: %s", this.money(this.household.before));
    }

    // -- doing -----------------------------------------------------------------------
    show(panel) {
        Object.assign(this.state, {panel, wrong: ""});
    }

    act(kind, order, values = {}) {
        this.store.do(kind, {order: order.id, ...values});
    }

    pay(journal, amount, more) {
        this.store.do("pay", {
            ...{household: this.household.id, journal, amount},
            seen: Math.max(this.household.due, 0),
            ...(this.state.panel === "back" ? {back: true} : {}),
            ...(more ? {more: true} : {}),
        });
        this.show("");
    }

    handOver(name, signature) {
        for (const order of this.open) {
            this.act("collect", order, {name, signature});
        }
        this.props.back(_t("%s: handed over.", this.household.name));
    }

    stayAway(order) {
        this.act("absent", order, {on: order.state !== "absent"});
    }

    sell(row, quantity) {
        const target =
            this.household.orders.find((one) => OPEN.includes(one.state)) ||
            this.household.orders.find((one) => one.state === "collected");
        if (!target) {
            this.state.wrong = _t("The order of this household was given up.");
            return;
        }
        this.state.wrong = "";
        this.act("sell", target, {product: row.product, quantity});
        this.show("");
    }

    note(order, text) {
        if (text.trim() !== order.note) {
            this.act("note", order, {text: text.trim()});
        }
    }
}
