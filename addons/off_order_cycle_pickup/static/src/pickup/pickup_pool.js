import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {inDigits, inMoney, readNumber} from "./pickup_words";

/** What is left over, for somebody who is there. */
export class PickupPool extends Component {
    static template = "off_order_cycle_pickup.Pool";
    static props = {pool: Array, currency: Object, sell: Function};

    setup() {
        this.inDigits = inDigits;
        this.state = useState({quantities: {}, wrong: ""});
    }

    get rows() {
        return this.props.pool.filter((one) => one.quantity > 0);
    }

    money(amount) {
        return inMoney(amount, this.props.currency);
    }

    sell(row) {
        const quantity = readNumber(this.state.quantities[row.product] ?? "1");
        if (!(quantity > 0) || quantity > row.quantity) {
            this.state.wrong = _t(
                "Write a number up to %s.",
                `${inDigits(row.quantity)} ${row.unit}`
            );
            return;
        }
        this.state.wrong = "";
        this.props.sell(row, quantity);
    }
}
