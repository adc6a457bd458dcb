import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {REASONS, inDigits, readNumber, round} from "./pickup_words";

/** A product of an order: ticked, missing, weighed. */
export class PickupLine extends Component {
    static template = "off_order_cycle_pickup.Line";
    static props = {
        ...{line: Object, order: Object, store: Object},
        ...{canTick: Boolean, canChange: Boolean},
    };

    setup() {
        this.reasons = REASONS();
        this.inDigits = inDigits;
        this.state = useState({open: false, wrong: ""});
    }

    get line() {
        return this.props.line;
    }

    get quantityText() {
        return `${inDigits(this.line.given)} ${this.line.unit}`;
    }

    get weightText() {
        const {weight, weighed} = this.line;
        const values = {weight: inDigits(weight)};
        return weighed
            ? _t("%(weight)s kg", values)
            : _t("about %(weight)s kg", values);
    }

    /** What was ordered and did not come, and what was taken off here */
    get remarks() {
        const {line} = this;
        const out = this.reasons
            .filter(([reason]) => line.out[reason])
            .map(([reason, label]) => `${label}: ${inDigits(line.out[reason])}`);
        const taken = Object.values(line.out).reduce((sum, number) => sum + number, 0);
        const short = round(line.asked - line.given - taken);
        if (short > 0) {
            out.push(_t("Not delivered: %s", inDigits(short)));
        }
        if (line.kept_back) {
            out.push(_t("Recalled: keep it back, write it down as missing."));
        }
        return out;
    }

    act(kind, values) {
        this.state.wrong = "";
        const {order, store} = this.props;
        store.do(kind, {order: order.id, line: this.line.id, ...values});
    }

    tick(on) {
        this.act("tick", {on});
    }

    step(reason, amount) {
        this.set(reason, round(this.line.out[reason] + amount));
    }

    write(reason, text) {
        this.set(reason, readNumber(text));
    }

    set(reason, quantity) {
        const {given, out} = this.line;
        const most = round(given + out[reason]);
        if (!(quantity >= 0)) {
            this.state.wrong = _t("Write a number from 0 on.");
        } else if (quantity > most) {
            this.state.wrong = _t("No more than %s can be missing.", inDigits(most));
        } else {
            this.act("short", {reason, quantity});
        }
    }

    weigh(text) {
        const weight = text.trim() ? readNumber(text) : 0;
        const {given, unit_weight: unit} = this.line;
        const estimate = given * unit;
        if (Number.isNaN(weight)) {
            this.state.wrong = _t("Write kilograms.");
        } else if (weight && (weight < estimate / 100 || weight > estimate * 100)) {
            this.state.wrong = _t(
                "%s kg cannot be true. Write kilograms.",
                inDigits(weight)
            );
        } else {
            this.act("weigh", {weight});
        }
    }
}
