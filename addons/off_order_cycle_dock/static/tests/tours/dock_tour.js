import {registry} from "@web/core/registry";

const LINE = (name) => `.o_off_dock_line:contains('${name}')`;

/** A hardware scanner types faster than people do, and presses Enter. */
function typeCode(code) {
    document.activeElement?.blur();
    for (const key of [...code, "Enter"]) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    }
}

/** A photo out of a phone, larger than what is sent */
async function takePhoto(input) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, {width: 3000, height: 2000});
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "IMG_1.png", {type: "image/png"}));
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

registry.category("web_tour.tours").add("off_dock", {
    steps: () => [
        {
            content: "The producer is expected today",
            trigger:
                ".o_off_dock_today .o_off_dock_card:contains('Grower'):contains('0 of 3')",
            run: "click",
        },
        {
            content: "What is expected is told in cases and units",
            trigger: `${LINE("Carrots")} .o_off_dock_expected:contains('1 × case of 6 = 6')`,
        },
        {
            content: "The page is no wider than the phone",
            trigger: ".o_off_dock_page",
            run() {
                const wide = document.querySelector(".o_content").scrollWidth;
                if (wide > window.innerWidth) {
                    throw new Error(`The page is ${wide} pixels wide.`);
                }
            },
        },
        {
            content: "All as ordered",
            trigger: ".o_off_dock_all",
            run: "click",
        },
        {
            content: "One leek less",
            trigger: `${LINE("Leeks")} .o_off_dock_less`,
            run: "click",
        },
        {
            content: "The shortage is told at once",
            trigger: `${LINE("Leeks")} .o_off_dock_judged.text-bg-warning:contains('1 missing')`,
        },
        {
            content: "Cheese needs a lot",
            trigger: `${LINE("Cheese")} .text-danger:contains('lot number')`,
        },
        {
            content: "Set it back to nothing",
            trigger: `${LINE("Cheese")} .o_off_dock_quantity`,
            run: "edit 0 && press Tab",
        },
        {
            content: "Scan a case of cheese, with its lot and date",
            trigger: `${LINE("Cheese")} .o_off_dock_judged:contains('missing')`,
            run: () => typeCode("010376000000002410L42Alt02917301231"),
        },
        {
            content: "It is counted, lot and date are filled in",
            trigger: `${LINE("Cheese")}.o_off_dock_marked .o_off_dock_quantity:value(2)`,
        },
        {
            content: "The lot and the date stand there",
            trigger: `${LINE("Cheese")}:has(.o_off_dock_lot:value(L42))`,
            run() {
                const day = this.anchor.querySelector(".o_off_dock_date").value;
                if (day !== "2030-12-31") {
                    throw new Error(`The date is ${day}.`);
                }
            },
        },
        {
            content: "Scan what nobody brings",
            trigger: ".o_off_dock_sent",
            run: () => typeCode("4006381333931"),
        },
        {
            content: "It is said, with what to do",
            trigger: ".o_notification:contains('Nobody is to bring 4006381333931')",
        },
        {
            content: "Some carrots are damaged",
            trigger: `${LINE("Carrots")} .o_off_dock_broken`,
            run: "click",
        },
        {
            content: "How many",
            trigger: ".o_off_dock_broken_quantity",
            run: "edit 2",
        },
        {
            content: "Why",
            trigger: ".o_off_dock_note",
            run: "edit Crushed",
        },
        {
            content: "Take a photo",
            trigger: ".o_off_dock_dialog",
            run: () =>
                takePhoto(document.querySelector(".o_off_dock_dialog input[capture]")),
        },
        {
            content: "It is scaled",
            trigger: ".o_off_dock_photo img",
            async run() {
                await this.anchor.decode();
                if (this.anchor.naturalWidth !== 1600) {
                    throw new Error(`It is ${this.anchor.naturalWidth} pixels wide.`);
                }
            },
        },
        {
            content: "Note it",
            trigger: ".o_off_dock_save_damage",
            run: "click",
        },
        {
            content: "They are taken off what was counted",
            trigger: `${LINE("Carrots")}:has(.o_off_dock_judged:contains('2 damaged')) .o_off_dock_quantity:value(4)`,
        },
        {
            content: "All of it is saved",
            trigger: ".o_off_dock_sent",
        },
        {
            content: "Receive",
            trigger: ".o_off_dock_receive",
            run: "click",
        },
        {
            content: "The summary says what is missing",
            trigger: ".o_off_dock_summary .o_off_dock_short:contains('Leeks: 1')",
        },
        {
            content: "Confirm",
            trigger: ".o_off_dock_confirm:not(:disabled)",
            run: "click",
        },
        {
            content: "The producer is done",
            trigger: ".o_off_dock_done .o_off_dock_card:contains('Received at')",
        },
    ],
});

/** The network is lost while somebody counts: nothing is, it is sent later. */
registry.category("web_tour.tours").add("off_dock_offline", {
    steps: () => [
        {
            content: "Open the producer",
            trigger: ".o_off_dock_card:contains('Grower')",
            run: "click",
        },
        {
            content: "Lose the network",
            trigger: LINE("Carrots"),
            run() {
                window.offDockOpen = XMLHttpRequest.prototype.open;
                window.offDockFetch = window.fetch;
                XMLHttpRequest.prototype.open = function (method, url, ...rest) {
                    const lost = String(url).includes("off_save_counts");
                    const address = lost ? "http://localhost:1/" : url;
                    return window.offDockOpen.call(this, method, address, ...rest);
                };
                window.fetch = (url, ...rest) =>
                    String(url).includes("off_save_counts")
                        ? Promise.reject(new TypeError("Failed to fetch"))
                        : window.offDockFetch(url, ...rest);
            },
        },
        {
            content: "Count",
            trigger: `${LINE("Carrots")} .o_off_dock_quantity`,
            run: "edit 5 && press Tab",
        },
        {
            content: "It is told, and waits",
            trigger: ".o_off_dock_page:has(.o_off_dock_offline) .o_off_dock_unsent",
        },
        {
            content: "Reload the page",
            trigger: `${LINE("Carrots")} .o_off_dock_quantity:value(5)`,
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "The count is still there, and is sent",
            trigger: ".o_off_dock_card:contains('1 of 3')",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: `.o_off_dock_page:has(.o_off_dock_sent) ${LINE("Carrots")} .o_off_dock_quantity:value(5)`,
        },
    ],
});
