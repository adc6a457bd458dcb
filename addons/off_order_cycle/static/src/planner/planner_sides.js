import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {Component} from "@odoo/owl";

const {DateTime} = luxon;
const TYPED = "yyyy-MM-dd'T'HH:mm"; // what the browser's date fields read and write

/** Fees of one place as tags, with a list of those that can be added. */
export class PlannerFees extends Component {
    static template = "off_order_cycle.PlannerFees";
    static props = {
        store: Object,
        place: Number,
        company: Number,
        mayEdit: Boolean,
        onChange: Function,
    };

    get chosen() {
        return this.props.store.getFees(this.props.place);
    }

    get addable() {
        const chosen = new Set(this.chosen.map((fee) => fee.id));
        return [...this.props.store.fees.values()].filter(
            (fee) => fee.company === this.props.company && !chosen.has(fee.id)
        );
    }

    set(ids) {
        this.props.store.setFees(this.props.place, ids);
        this.props.onChange();
    }

    add(ev) {
        const id = Number(ev.target.value);
        ev.target.value = "";
        if (id) {
            this.set([...this.chosen.map((fee) => fee.id), id]);
        }
    }

    remove(fee) {
        this.set(this.chosen.map((one) => one.id).filter((id) => id !== fee.id));
    }
}

/** Who takes part in a cycle, where it is handed over, and with which fees. */
export class PlannerSides extends Component {
    static template = "off_order_cycle.PlannerSides";
    static components = {PlannerFees};
    static props = {
        store: Object,
        version: Number,
        onChange: Function,
        getProducts: Function,
    };

    setup() {
        this.dialog = useService("dialog");
    }

    get store() {
        return this.props.store;
    }

    getError(key) {
        return this.store.errors.get(key);
    }

    // -- who takes part --------------------------------------------------------------
    async addProducer(ev) {
        const id = Number(ev.target.value);
        ev.target.value = "";
        if (id) {
            const edge = this.store.addSupplier(id, await this.props.getProducts(id));
            this.props.onChange(edge);
        }
    }

    addHub(ev) {
        const id = Number(ev.target.value);
        ev.target.value = "";
        if (id) {
            this.store.addSeller(id);
            this.props.onChange();
        }
    }

    remove(edge) {
        const rows = this.store.rows.filter((row) => row.edge === edge.id);
        const ordered = rows.filter((row) => row.ordered);
        if (ordered.length) {
            this.store.errors.set(
                `x:${edge.id}`,
                _t(
                    "In orders: %s. Change the orders first.",
                    ordered.map((row) => row.name).join(", ")
                )
            );
            return this.props.onChange();
        }
        const carts = rows.filter((row) => row.carts);
        if (!carts.length) {
            return this.leave(edge);
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("These products are in carts"),
            body: _t(
                "Carts that are not validated lose them when you save, and are told: %s.",
                carts.map((row) => row.name).join(", ")
            ),
            confirmLabel: _t("Take them out"),
            confirm: () => this.leave(edge),
            cancel: () => {},
        });
    }

    leave(edge) {
        this.store.leave(edge);
        this.props.onChange();
    }

    getRemoveLabel(edge) {
        return _t("Remove %s from the cycle", edge.name);
    }

    // -- pickups -----------------------------------------------------------------------
    getMoment(text) {
        return text ? deserializeDateTime(text).toFormat(TYPED) : "";
    }

    setSlot(edge, slot, place, ev) {
        const value = [...slot.value];
        const typed = ev.target.value;
        if (place === 0) {
            value[0] = Number(typed);
        } else if (place === 3) {
            value[3] = typed === "" ? null : Number(typed);
        } else {
            const moment = DateTime.fromFormat(typed, TYPED);
            if (!moment.isValid) {
                return;
            }
            const length = deserializeDateTime(value[2]).diff(
                deserializeDateTime(value[1])
            );
            value[place] = serializeDateTime(moment);
            if (place === 1) {
                // A pickup that moves stays as long as it was.
                value[2] = serializeDateTime(moment.plus(length));
            }
        }
        this.store.setSlot(edge, slot.id, value);
        this.props.onChange();
    }

    addSlot(edge) {
        const last = this.store.getSlots(edge).at(-1);
        const others = this.store.sellers.flatMap((one) => this.store.getSlots(one));
        const model = last || others[0];
        const [, start, end] = model?.value || this.getNextDay();
        const taken = this.store.getSlots(edge).map((slot) => slot.value[0]);
        const points = this.store.getPoints(edge);
        const point = points.find(([id]) => !taken.includes(id)) || points[0];
        this.store.addSlot(edge, [point[0], start, end, null]);
        this.props.onChange();
    }

    /** Two hours in the evening, three days after the cycle closes. */
    getNextDay() {
        const day = deserializeDateTime(this.store.date_close)
            .plus({days: 3})
            .set({hour: 17, minute: 30, second: 0});
        return [0, serializeDateTime(day), serializeDateTime(day.plus({hours: 2}))];
    }

    removeSlot(edge, slot) {
        if (slot.orders) {
            this.store.errors.set(
                `t:${slot.id}`,
                _t(
                    "%s orders are collected then: change the orders first.",
                    slot.orders
                )
            );
        } else {
            this.store.setSlot(edge, slot.id, null);
        }
        this.props.onChange();
    }
}
