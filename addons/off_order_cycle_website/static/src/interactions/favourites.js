import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/**
 * Hearts beside the products of a shop. Without this script each is a button that sends
 * the form; here it is a switch.
 */
export class Favourites extends Interaction {
    static selector = ".o_off_shop:has(#off_personal_data)";
    dynamicContent = {
        ".o_off_heart": {"t-on-click.prevent": this.toggle},
    };

    setup() {
        const data = JSON.parse(
            this.el.querySelector("#off_personal_data").textContent
        );
        this.exchange = parseInt(this.el.dataset.exchange, 10);
        this.liked = new Set(data.favourites);
    }

    start() {
        // It is for browsers without this script.
        this.el.querySelector("#off_personal_style")?.remove();
        for (const heart of this.el.querySelectorAll(".o_off_heart")) {
            this.show(heart, this.liked.has(parseInt(heart.value, 10)));
        }
    }

    show(heart, liked) {
        heart.setAttribute("aria-pressed", String(liked));
        heart.closest(".o_off_row").classList.toggle("o_off_liked", liked);
        // Two formats of a product are one favourite.
        heart.classList.toggle("o_off_heart_on", liked);
    }

    async toggle(ev) {
        const product = parseInt(ev.currentTarget.value, 10);
        const liked = await this.waitFor(
            rpc(`/cycles/${this.exchange}/like`, {product}, {silent: true})
        );
        for (const heart of this.el.querySelectorAll(
            `.o_off_heart[value="${product}"]`
        )) {
            this.show(heart, liked);
        }
    }
}

registry
    .category("public.interactions")
    .add("off_order_cycle_website.favourites", Favourites);
