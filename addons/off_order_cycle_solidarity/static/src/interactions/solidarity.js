import {Interaction} from "@web/public/interaction";
import {Shop} from "@off_order_cycle_website/interactions/shop";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/** The level that is chosen is remembered, then the shop asks for its total again. */
export class Solidarity extends Interaction {
    static selector = ".o_off_shop";
    dynamicContent = {
        "#off_solidarity": {"t-on-change": this.onChoose},
    };

    async onChoose(ev) {
        await this.waitFor(
            rpc(`/cycles/${this.el.dataset.exchange}/solidarity`, {
                level: ev.target.value,
            })
        );
        // As if the pickup were chosen: what is saved is told with its total.
        const slot = this.el.querySelector("input[name=slot]");
        slot?.dispatchEvent(new Event("change", {bubbles: true}));
    }
}

/** What is given is in the total of the basket. */
patch(Shop.prototype, {
    getParams(quantities) {
        const gift = this.find("#off_gift")?.value.trim();
        return {...super.getParams(quantities), ...(gift && {gift})};
    },

    onChange(ev) {
        super.onChange(ev);
        if (ev.target.name === "gift") {
            this.plan();
        }
    },
});

registry.category("public.interactions").add("off_order_cycle_solidarity", Solidarity);
