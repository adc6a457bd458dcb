import {registry} from "@web/core/registry";

const ROW = (name) => `.o_off_pickup_row:contains('${name}')`;
const PANEL = "off_order_cycle_pickup";

/** Whatever is sent to the server, but not the page itself */
function loseNetwork() {
    window.offPickupOpen = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function (method, url, ...rest) {
        const lost = String(url).includes("/my/pickup/");
        const address = lost ? "http://localhost:1/" : url;
        return window.offPickupOpen.call(this, method, address, ...rest);
    };
}

/** Another phone, past this page */
const act = (values) =>
    odoo.loader.modules
        .get("@web/core/network/rpc")
        .rpc(`${window.location.pathname}/act`, {
            acts: [{key: `${PANEL}-another-phone`, ...values}],
        });

function drawSignature(canvas) {
    const box = canvas.getBoundingClientRect();
    const at = (part) => ({
        ...{clientX: box.left + box.width * part, clientY: box.top + box.height / 2},
        ...{bubbles: true, pointerId: 1},
    });
    canvas.setPointerCapture = () => true;
    canvas.dispatchEvent(new PointerEvent("pointerdown", at(0.2)));
    canvas.dispatchEvent(new PointerEvent("pointermove", at(0.8)));
    canvas.dispatchEvent(new PointerEvent("pointerup", at(0.8)));
}

registry.category("web_tour.tours").add("off_pickup", {
    steps: () => [
        {
            content: "Three households wait",
            trigger: ".o_off_pickup_progress:contains('0 of 3')",
        },
        {
            content: "The page is no wider than the phone",
            trigger: ".o_off_pickup",
            run() {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("The page is too wide.");
                }
            },
        },
        {
            content: "Search without accents",
            trigger: ".o_off_pickup_search",
            run: "edit elodie",
        },
        {
            content: "Only she is found",
            trigger: `.o_off_pickup:not(:has(${ROW("Durand")})) ${ROW("Élodie")}`,
            run: "click",
        },
        {
            content: "What is due",
            trigger: ".o_off_pickup_total:contains('8.50')",
        },
        {
            content: "Leeks: one is missing",
            trigger: ".o_off_pickup_line:contains('Leeks') .o_off_pickup_more",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_line:contains('Leeks') .o_off_pickup_missing_more",
            run: "click",
        },
        {
            content: "The price follows",
            trigger: ".o_off_pickup_total:contains('5.50')",
        },
        {
            content: "Take the payment",
            trigger: ".o_off_pickup_take",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_journal:contains('Till')",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_cash",
            run: "edit 10",
        },
        {
            content: "The change is told",
            trigger: ".o_off_pickup_change:contains('4.50')",
        },
        {
            trigger: ".o_off_pickup_confirm",
            run: "click",
        },
        {
            content: "It is paid",
            trigger: ".o_off_pickup_total:contains('Nothing is due')",
        },
        {
            trigger: ".o_off_pickup_hand_over",
            run: "click",
        },
        {
            content: "Nobody signed",
            trigger: ".o_off_pickup_signed",
            run: "click",
        },
        {
            content: "Sign",
            trigger: ".o_off_pickup_sign:has(.text-danger) canvas",
            run: ({anchor}) => drawSignature(anchor),
        },
        {
            trigger: ".o_off_pickup_sign:not(:has(.text-danger)) .o_off_pickup_signed",
            run: "click",
        },
        {
            content: "One of three, and saved",
            trigger:
                ".o_off_pickup:has(.o_off_pickup_sent) .o_off_pickup_progress:contains('1 of 3')",
        },
    ],
});

registry.category("web_tour.tours").add("off_pickup_offline", {
    steps: () => [
        {
            content: "Lose the network",
            trigger: ROW("Durand"),
            async run({click}) {
                loseNetwork();
                await click();
            },
        },
        {
            content: "Go on",
            trigger: ".o_off_pickup_take",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_journal:contains('Till')",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_confirm",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_hand_over",
            run: "click",
        },
        {
            trigger: ".o_off_pickup_collector",
            run: "edit Bob",
        },
        {
            trigger: ".o_off_pickup_signed",
            run: "click",
        },
        {
            content: "It is told, and waits: a payment and two orders",
            trigger:
                ".o_off_pickup:has(.o_off_pickup_offline) .o_off_pickup_unsent:contains('3')",
        },
        {
            content: "Reload the page",
            trigger: ".o_off_pickup_progress:contains('1 of 3')",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "It is still there, and is sent",
            trigger:
                ".o_off_pickup:has(.o_off_pickup_sent) .o_off_pickup_progress:contains('1 of 3')",
        },
    ],
});

registry.category("web_tour.tours").add("off_pickup_two", {
    steps: () => [
        {
            content: "Open her",
            trigger: ROW("Élodie"),
            run: "click",
        },
        {
            content: "Another phone hands it over",
            trigger: ".o_off_pickup_hand_over",
            async run({click}) {
                const order = Number(
                    document.querySelector(".o_off_pickup_order").dataset.order
                );
                await act({kind: "collect", order, name: "Somebody"});
                await click();
            },
        },
        {
            trigger: ".o_off_pickup_collector",
            run: "edit Her",
        },
        {
            trigger: ".o_off_pickup_signed",
            run: "click",
        },
        {
            content: "Who was first is told, and stays until it is read",
            trigger: ".o_off_pickup_refused:contains('Somebody') .o_off_pickup_dismiss",
            run: "click",
        },
        {
            trigger: ".o_off_pickup:not(:has(.o_off_pickup_refused))",
        },
    ],
});

registry.category("web_tour.tours").add("off_pickup_close", {
    steps: () => [
        {
            trigger: ".o_off_pickup_close",
            run: "click",
        },
        {
            content: "She is not charged",
            trigger: ".o_off_pickup_absence:contains('Élodie') [data-way=cancel]",
            run: "click",
        },
        {
            content: "Her leeks are donated",
            trigger: ".o_off_pickup_over:contains('Leeks') select",
            run: "select donate",
        },
        {
            content: "The till",
            trigger: ".o_off_pickup_till:contains('Till') .o_off_pickup_counted",
            run: "edit 1",
        },
        {
            trigger: ".o_off_pickup_difference:contains('too much')",
        },
        {
            trigger: ".o_off_pickup_closing",
            run: "click",
        },
        {
            content: "It is closed",
            trigger: ".o_off_pickup_closed:contains('Closed by')",
        },
    ],
});
