import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Dialog} from "@web/core/dialog/dialog";
import {
    came,
    damaged,
    difference,
    isImplausible,
    isPast,
    lacksDate,
    lacksLot,
    missing,
} from "./dock_count";
import {inDigits} from "./dock_words";

/** What is about to be received, and what somebody has to say yes to. */
export class DockSummary extends Component {
    static template = "off_order_cycle_dock.Summary";
    static components = {Dialog};
    static props = {receiptId: Number, store: Object, done: Function, close: Function};

    setup() {
        this.store = useState(this.props.store);
        this.inDigits = inDigits;
        this.damaged = damaged;
        this.difference = difference;
        this.missing = missing;
        this.title = _t("Receive: %s", this.receipt.producer);
        this.state = useState({
            ...{uncounted: false, excess: false, past: false, rest: false},
            ...{busy: false, error: ""},
        });
    }

    get receipt() {
        const {receipts} = this.store;
        return receipts.find((one) => one.id === this.props.receiptId);
    }

    get lines() {
        return this.receipt.lines;
    }

    /** Products by what there is to say of them */
    get found() {
        const counted = this.lines.filter((line) => line.counted);
        return {
            uncounted: this.lines.filter((line) => !line.counted),
            short: counted.filter((line) => missing(line)),
            excess: counted.filter((line) => difference(line) > 0),
            damaged: counted.filter((line) => line.damages.length),
            past: counted.filter((line) => isPast(line, this.store.today)),
        };
    }

    /** What has to be put right first: reason and products */
    get faults() {
        const names = (lines) => lines.map((line) => line.name).join(", ");
        const weighed = (line) => came(line).filter((row) => Number(row.weight));
        const checks = [
            [_t("Lot number missing:"), lacksLot],
            [_t("Date missing:"), lacksDate],
            [
                _t("The weight cannot be true:"),
                (line) => line.lines.some((row) => isImplausible(line, row)),
            ],
            [
                _t("Weigh all lots, or none:"),
                (line) => ![0, came(line).length].includes(weighed(line).length),
            ],
            [_t("Not saved yet:"), (line) => line.dirty],
        ];
        return checks
            .map(([text, check]) => [text, names(this.lines.filter(check))])
            .filter(([, found]) => found);
    }

    get came() {
        return this.lines.some((line) => came(line).length);
    }

    get lessCame() {
        return this.lines.some((line) => difference(line) < 0);
    }

    get fine() {
        const {uncounted, short, excess, damaged: broken, past} = this.found;
        return ![uncounted, short, excess, broken, past].some((one) => one.length);
    }

    get mayConfirm() {
        const {found, state} = this;
        return (
            !state.busy &&
            !this.faults.length &&
            ["uncounted", "excess", "past"].every(
                (name) => state[name] || !found[name].length
            )
        );
    }

    async confirm() {
        const {uncounted, excess, past, rest} = this.state;
        this.state.busy = true;
        this.state.error = "";
        try {
            const receipts = await this.store.confirm(this.receipt, {
                ...{uncounted, excess, past, rest},
            });
            this.props.close();
            this.props.done(receipts);
        } catch (error) {
            this.state.error = error.data?.message || error.message;
            await this.store.load();
        }
        this.state.busy = false;
    }
}
