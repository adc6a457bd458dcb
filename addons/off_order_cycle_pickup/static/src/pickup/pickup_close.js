import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {OPEN} from "./pickup_apply";
import {makeKey} from "./pickup_store";
import {REASONS, inDigits, inMoney, readNumber, round} from "./pickup_words";

/** Closing a pickup: who did not come, what is left over, what is in the till. */
export class PickupClose extends Component {
    static template = "off_order_cycle_pickup.Close";
    static props = {store: Object, back: Function};

    setup() {
        this.key = makeKey(); // closing twice is closing once
        this.inDigits = inDigits;
        this.reasons = Object.fromEntries(REASONS());
        this.state = useState({
            ways: {}, // by order
            until: {},
            left: {}, // by product and reason
            counts: {}, // by journal
            notes: {},
            ...{busy: false, error: ""},
        });
    }

    get pickup() {
        return this.props.store.pickup;
    }

    money(amount) {
        return inMoney(amount, this.pickup.currency);
    }

    // -- who did not come ------------------------------------------------------------
    /** Orders that were not collected, with their households */
    get absent() {
        return this.pickup.households.flatMap((household) =>
            household.orders
                .filter((order) => OPEN.includes(order.state))
                .map((order) => ({household, order}))
        );
    }

    get ways() {
        const ways = [
            ["charge", _t("Charged")],
            ["keep", _t("Kept")],
            ["cancel", _t("Not charged")],
        ];
        return this.pickup.settled ? ways.slice(0, 2) : ways;
    }

    wayOf(order) {
        const usual = this.pickup.no_show;
        const way = this.state.ways[order.id] || usual;
        return this.pickup.settled && way === "cancel" ? "charge" : way;
    }

    untilOf(order) {
        return this.state.until[order.id] || order.until || this.pickup.keep_until;
    }

    // -- what is left over -----------------------------------------------------------
    /** What was taken off orders and was not sold, and what is given up now */
    get left() {
        const rows = new Map();
        const add = (line, reason, quantity) => {
            if (quantity > 0) {
                const key = `${line.product_id}:${reason}`;
                const row = rows.get(key) || {
                    ...{key, reason, name: line.product, unit: line.unit, quantity: 0},
                };
                row.quantity = round(row.quantity + quantity);
                rows.set(key, row);
            }
        };
        for (const {orders} of this.pickup.households) {
            for (const order of orders) {
                const gone =
                    OPEN.includes(order.state) && this.wayOf(order) === "cancel";
                for (const line of order.lines) {
                    for (const reason of Object.keys(line.out)) {
                        add(line, reason, line.pending[reason]);
                    }
                    add(line, "left", gone ? line.given : 0);
                }
            }
        }
        return [...rows.values()];
    }

    get leftWays() {
        return [
            ["return", _t("Back to the stock")],
            ["donate", _t("Donated to %s", this.pickup.donee || "…")],
            ["loss", _t("Lost or thrown away")],
        ].filter(([way]) => way !== "donate" || this.pickup.donee);
    }

    leftWayOf(row) {
        const usual = row.reason === "left" ? this.pickup.left : "loss";
        const way = this.state.left[row.key] || usual;
        return way === "donate" && !this.pickup.donee ? "return" : way;
    }

    // -- the till --------------------------------------------------------------------
    differenceOf(row) {
        const text = this.state.counts[row.journal];
        if (text === undefined || text === "") {
            return 0;
        }
        return round(readNumber(text) - row.expected, 2);
    }

    differenceText(row) {
        const difference = this.differenceOf(row);
        if (Number.isNaN(difference)) {
            return _t("Write what was counted.");
        }
        return difference > 0
            ? _t("%s too much", this.money(difference))
            : _t("%s missing", this.money(-difference));
    }

    // -- done ------------------------------------------------------------------------
    get choices() {
        return {
            absent: Object.fromEntries(
                this.absent.map(({order}) => [
                    order.id,
                    [this.wayOf(order), this.untilOf(order)],
                ])
            ),
            left: Object.fromEntries(
                this.left.map((row) => [row.key, this.leftWayOf(row)])
            ),
            counts: Object.fromEntries(
                this.pickup.till.map(({journal}) => [
                    journal,
                    [this.amountOf(journal), this.state.notes[journal] || ""],
                ])
            ),
        };
    }

    amountOf(journal) {
        const text = this.state.counts[journal] ?? "";
        const number = readNumber(text);
        return text.trim() === "" || Number.isNaN(number) ? text : number;
    }

    async confirm() {
        Object.assign(this.state, {busy: true, error: ""});
        const {store} = this.props;
        const failure = await store.close(this.key, this.choices);
        store.failure = "";
        this.state.busy = false;
        if (failure) {
            this.state.error = failure;
        } else {
            this.props.back(_t("The pickup is closed."));
        }
    }
}
