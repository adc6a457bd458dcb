import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {APPLY} from "@off_order_cycle_pickup/pickup/pickup_apply";
import {PickupPerson} from "@off_order_cycle_pickup/pickup/pickup_person";
import {readNumber} from "@off_order_cycle_pickup/pickup/pickup_words";

APPLY.empties = ({household}, act) => {
    const found = household.empties.find((one) => one.id === act.product);
    if (found) {
        found.out = Math.max(found.out - act.quantity, 0);
    }
    // What is given back is told by the server.
    household.stale = true;
};

patch(PickupPerson.prototype, {
    get empties() {
        return (this.household.empties || []).filter((one) => one.out > 0);
    },

    get mayTakeBack() {
        return this.mayAct && !this.pickup.closed && this.empties.length > 0;
    },

    mostText(container) {
        return _t("at most %s", container.out);
    },

    /** What somebody typed is sent when it is a number of what the household has. */
    takeBack(container, input) {
        const quantity = readNumber(input.value);
        const isRight =
            Number.isInteger(quantity) && quantity > 0 && quantity <= container.out;
        input.classList.toggle("is-invalid", !isRight);
        if (isRight) {
            const {id: product} = container;
            this.store.do("empties", {household: this.household.id, product, quantity});
            input.value = "";
        }
    },
});
