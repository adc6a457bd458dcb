import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {inFigures, inMoney, readNumber, round} from "./pickup_words";

/** What is paid on site, and the change that is given back. */
export class PickupPay extends Component {
    static template = "off_order_cycle_pickup.Pay";
    static props = {
        ...{due: Number, journals: Array, currency: Object, back: Boolean},
        ...{pay: Function, cancel: Function},
    };

    setup() {
        this.state = useState({
            amount: null, // what is due, as long as nothing else is typed
            given: "",
            journal: this.props.journals.length === 1 ? this.props.journals[0].id : 0,
            sure: false,
            wrong: "",
        });
    }

    get journal() {
        return this.props.journals.find((one) => one.id === this.state.journal);
    }

    /** What is to be paid, or to be given back */
    get due() {
        return Math.max(this.props.back ? -this.props.due : this.props.due, 0);
    }

    get amountText() {
        const {due} = this;
        const {currency} = this.props;
        return this.state.amount ?? (due > 0 ? inFigures(due, currency.digits) : "");
    }

    get amount() {
        return readNumber(this.amountText);
    }

    get isMore() {
        return this.amount > this.due;
    }

    get change() {
        const given = readNumber(this.state.given);
        return given >= this.amount ? round(given - this.amount, 2) : NaN;
    }

    get changeText() {
        return Number.isNaN(this.change)
            ? ""
            : _t("Give back: %s", inMoney(this.change, this.props.currency));
    }

    get moreText() {
        const more = round(this.amount - this.due, 2);
        return _t(
            "%s more than is due: it stays as a credit of the household.",
            inMoney(more, this.props.currency)
        );
    }

    choose(journal) {
        Object.assign(this.state, {journal: journal.id, wrong: ""});
    }

    confirm() {
        const {digits} = this.props.currency;
        if (!(this.amount > 0) || round(this.amount, digits) !== this.amount) {
            this.state.wrong = _t("Write the amount that was paid.");
        } else if (!this.journal) {
            this.state.wrong = _t("Choose how it was paid.");
        } else if (this.isMore && this.props.back) {
            this.state.wrong = _t(
                "No more than %s can be given back.",
                inMoney(this.due, this.props.currency)
            );
        } else if (this.isMore && !this.state.sure) {
            this.state.wrong = _t("Say that more is paid than is due.");
        } else {
            this.props.pay(this.journal.id, this.amount, this.isMore);
        }
    }
}
