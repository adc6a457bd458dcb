import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const RESULTS = "off_network_results";
const STATUS = "off_network_status";

/**
 * Answers at once when a choice changes. The form works without it: then the page is
 * loaded again by its button.
 */
export class NetworkForm extends Interaction {
    static selector = ".o_off_network_form";
    dynamicContent = {
        _root: {"t-on-submit.prevent": this.search},
        select: {"t-on-change": this.search},
        ".o_off_locate": {
            "t-on-click": this.locate,
            "t-att-class": () => ({"d-none": !navigator.geolocation}),
        },
        _window: {"t-on-popstate": () => window.location.reload()},
    };

    async search() {
        const args = new URLSearchParams(new FormData(this.el));
        for (const [name, value] of [...args]) {
            if (!value || (name === "km" && !args.get("near"))) {
                args.delete(name);
            }
        }
        await this.show(`${this.el.getAttribute("action")}?${args}`);
    }

    async show(url) {
        const results = document.getElementById(RESULTS);
        this.asked = url;
        results.classList.add("o_off_waiting");
        let page;
        try {
            const answer = await this.waitFor(fetch(url));
            page = answer.ok && (await this.waitFor(answer.text()));
        } catch {
            page = null;
        }
        if (this.asked !== url) {
            return; // another question was asked meanwhile
        }
        if (!page) {
            window.location.assign(url);
            return;
        }
        const found = new DOMParser().parseFromString(page, "text/html");
        results.replaceWith(document.adoptNode(found.getElementById(RESULTS)));
        // A live region: what is written into it is read aloud.
        const status = document.getElementById(STATUS);
        status.textContent = found.getElementById(STATUS).textContent;
        const code = found.querySelector(".o_off_embed textarea");
        if (code) {
            document.querySelector(".o_off_embed textarea").value = code.value;
        }
        this.el.querySelector(".o_off_clear").classList.remove("d-none");
        window.history.pushState(null, "", url);
        this.env.bus.trigger("OFF_NETWORK_CHANGED");
    }

    locate(ev) {
        const {here, refused} = ev.currentTarget.dataset;
        navigator.geolocation.getCurrentPosition(
            ({coords}) => {
                const args = new URLSearchParams(new FormData(this.el));
                args.set("near", here);
                args.set("at", here);
                // About a hundred metres: enough here, and no more than that is sent.
                args.set("lat", coords.latitude.toFixed(3));
                args.set("lng", coords.longitude.toFixed(3));
                this.el.querySelector("[name=near]").value = here;
                this.show(`${this.el.getAttribute("action")}?${args}`);
            },
            () => {
                document.getElementById(STATUS).textContent = refused;
            }
        );
    }
}

registry
    .category("public.interactions")
    .add("off_hub_network_website.network_form", NetworkForm);
