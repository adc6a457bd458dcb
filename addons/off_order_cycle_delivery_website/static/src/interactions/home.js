import {patch} from "@web/core/utils/patch";
import {Shop} from "@off_order_cycle_website/interactions/shop";

/** What a delivery costs may follow from where it goes. */
patch(Shop.prototype, {
    getParams(quantities) {
        const address = this.find("#off_address");
        return {
            ...super.getParams(quantities),
            ...(address && {address: parseInt(address.value, 10)}),
        };
    },

    onChange(ev) {
        super.onChange(ev);
        if (ev.target.name === "address") {
            this.plan();
        }
    },
});
