import {registry} from "@web/core/registry";

const LINE = (name) => `.o_off_dock_line:contains('${name}')`;

/** A hardware scanner types faster than people do, and presses Enter. */
function typeCode(code) {
    document.activeElement?.blur();
    for (const key of [...code, "Enter"]) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    }
}

/** Another phone, or what the server says, past the page */
const call = (method, ...args) =>
    odoo.loader.modules
        .get("@web/core/network/rpc")
        .rpc(`/web/dataset/call_kw/stock.picking/${method}`, {
            ...{model: "stock.picking", method, args, kwargs: {}},
        });

function same(found, expected) {
    const [one, two] = [found, expected].map((value) => JSON.stringify(value));
    if (one !== two) {
        throw new Error(`${one} is not ${two}`);
    }
}

/** What GS1 codes say, however scanners write them */
async function readCodes() {
    const {readCode} = odoo.loader.modules.get("@off_order_cycle_dock/dock_scan");
    const {nomenclature} = await call("off_get_dock");
    const read = (code) => readCode(code, nomenclature);
    const code = "03760000000024";
    const whole = {code, lot: "L1", day: "2030-12-31", weight: 1.25};
    same(read("3760000000024"), {code: "3760000000024"});
    same(read("PLU-1"), {code: "PLU-1"});
    same(read(`]C101${code}10L1\x1d153012313103001250`), whole);
    same(read(`(01)${code}(10)L1(17)301231(3103)001250`), whole);
    same(read(`]d201${code}17310200`), {code, day: "2031-02-28"});
    same(read(`02${code}3712`), {code, count: 12});
    // A wrong check digit: no GS1 code, and known to nobody.
    same(read("010376000000002510L1"), {code: "010376000000002510L1"});
}

/** Weights and lots of what was scanned go where they belong */
function countCodes() {
    const {countScan} = odoo.loader.modules.get("@off_order_cycle_dock/dock_scan");
    const row = () => ({lot: "", date: "", quantity: "", weight: ""});
    const line = (vals) => ({
        ...{tracking: "none", dates: false, kilograms: 0, unit_weight: 0},
        ...{lines: [row()], ...vals},
    });
    const byWeight = line({kilograms: 0.001});
    countScan(byWeight, 1, {weight: 1.25});
    countScan(byWeight, 1, {weight: 0.75});
    same(byWeight.lines[0].quantity, 2000);
    const weighed = line({unit_weight: 1.5, tracking: "lot", dates: true});
    countScan(weighed, 1, {weight: 1.4, lot: "L1", day: "2030-01-01"});
    countScan(weighed, 1, {weight: 1.6, lot: "L1"});
    countScan(weighed, 6, {lot: "L2", day: "2030-02-01"});
    same(weighed.lines, [
        {lot: "L1", date: "2030-01-01", quantity: 2, weight: 3},
        {lot: "L2", date: "2030-02-01", quantity: 6, weight: ""},
    ]);
    const plain = line({});
    countScan(plain, 1, {lot: "L1", count: 12});
    same(plain.lines, [{...row(), quantity: 12}]);
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

/** Somebody else counts the same product: nobody's count is lost unawares. */
registry.category("web_tour.tours").add("off_dock_two", {
    steps: () => [
        {
            content: "Codes are read",
            trigger: ".o_off_dock_card:contains('Grower')",
            async run({click}) {
                await readCodes();
                countCodes();
                await click();
            },
        },
        {
            content: "Another phone counts the carrots",
            trigger: LINE("Carrots"),
            async run() {
                const id = Number(this.anchor.dataset.id);
                const lines = [{quantity: 4}];
                await call("off_save_counts", [{id, version: 0, lines}]);
            },
        },
        {
            content: "So does this one",
            trigger: `${LINE("Carrots")} .o_off_dock_quantity`,
            run: "edit 5 && press Tab",
        },
        {
            content: "The other count is told",
            trigger: `${LINE("Carrots")} .o_off_dock_refused:contains('That count: 4')`,
        },
        {
            content: "Keep this one",
            trigger: `${LINE("Carrots")} .o_off_dock_mine`,
            run: "click",
        },
        {
            content: "It is saved",
            trigger: `.o_off_dock_page:has(.o_off_dock_sent) ${LINE("Carrots")} .o_off_dock_quantity:value(5)`,
        },
    ],
});
