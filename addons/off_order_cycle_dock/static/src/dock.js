import {
    Component,
    markRaw,
    onMounted,
    onWillStart,
    onWillUnmount,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {user} from "@web/core/user";
import {useBus, useService} from "@web/core/utils/hooks";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {Layout} from "@web/search/layout";
import {barcodeService} from "@barcodes/barcode_service";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {damaged, difference} from "./dock_count";
import {DockLine} from "./dock_line";
import {Keep} from "@off_order_cycle/keep";
import {countScan, findLine, readCode} from "./dock_scan";
import {DockStore} from "./dock_store";
import {DockSummary} from "./dock_summary";
import {inDays, inDigits} from "./dock_words";

/** Receiving at the dock, with a phone in one hand: who is expected, then what. */
export class Dock extends Component {
    static template = "off_order_cycle_dock.Dock";
    static components = {DockLine, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.hasCamera = isBarcodeScannerSupported();
        Object.assign(this, {inDays, inDigits});
        const {params, context} = this.props.action;
        const keep = new Keep("off_dock", `${session.db}:${user.userId}:`);
        this.store = useState(
            new DockStore(
                markRaw(useService("orm")),
                markRaw(keep),
                params?.cycle_id || context?.active_id
            )
        );
        this.state = useState({receipt: null, marked: null, code: "", later: false});
        useBus(useService("barcode").bus, "barcode_scanned", ({detail}) =>
            this.scan(detail.barcode)
        );
        const again = () => this.store.sendSoon(0);
        const {gs1SeparatorRegex} = barcodeService;
        onWillStart(async () => {
            await this.store.load();
            // Whatever the barcodes of the operator's own are, producers' are GS1's.
            const {gs1_separator_fnc1: separator} = this.store.nomenclature;
            barcodeService.gs1SeparatorRegex = new RegExp(separator || ".^", "g");
        });
        onMounted(() => browser.addEventListener("online", again));
        onWillUnmount(() => {
            browser.removeEventListener("online", again);
            barcodeService.gs1SeparatorRegex = gs1SeparatorRegex;
            this.store.stop();
        });
    }

    // -- who is expected -------------------------------------------------------------
    get sections() {
        const {receipts, today} = this.store;
        const open = receipts.filter((one) => !["done", "cancel"].includes(one.state));
        const byName = (one, two) => one.producer.localeCompare(two.producer);
        const part = (name, title, filter) => ({
            ...{name, title},
            receipts: open.filter(filter).sort(byName),
        });
        return [
            part("late", _t("Late"), (one) => one.day < today),
            part("today", _t("Today"), (one) => one.day === today),
            part("later", _t("Later"), (one) => one.day > today),
            {
                ...{name: "done", title: _t("Done")},
                receipts: receipts.filter((one) => !open.includes(one)).sort(byName),
            },
        ].filter((section) => section.receipts.length);
    }

    progress(receipt) {
        const total = receipt.lines.length;
        const done = receipt.lines.filter((line) => line.counted).length;
        return {
            ...{done, total, part: total ? Math.round((100 * done) / total) : 0},
            text: _t("%(done)s of %(total)s products counted", {done, total}),
        };
    }

    doneText(receipt) {
        const values = {when: receipt.done_at, who: receipt.done_by};
        return _t("Received at %(when)s by %(who)s", values);
    }

    get unsentText() {
        return _t("%s to send", this.store.waiting.length);
    }

    get offlineText() {
        return _t(
            "No network: go on counting. Your counts are kept in this phone and sent later."
        );
    }

    remarks(receipt) {
        const lines = receipt.lines.filter((line) => line.counted);
        const count = (filter) => lines.filter(filter).length;
        return [
            ["warning", _t("short: %s"), count((line) => difference(line) < 0)],
            ["info", _t("too many: %s"), count((line) => difference(line) > 0)],
            ["danger", _t("damaged: %s"), count((line) => damaged(line))],
        ]
            .filter(([, , number]) => number)
            .map(([colour, text, number]) => [colour, text.replace("%s", number)]);
    }

    get receipt() {
        return this.store.receipts.find((one) => one.id === this.state.receipt);
    }

    open(receipt) {
        Object.assign(this.state, {receipt: receipt.id, marked: null});
    }

    async back() {
        this.state.receipt = null;
        await this.store.send();
        await this.store.load();
    }

    // -- scanning ----------------------------------------------------------------------
    async scanWithCamera() {
        let code = "";
        try {
            code = await scanBarcode(this.env);
        } catch (error) {
            this.tell(error.message, "warning");
        }
        if (code) {
            this.scan(code);
        }
    }

    scanTyped() {
        const {code} = this.state;
        this.state.code = "";
        if (code.trim()) {
            this.scan(code);
        }
    }

    scan(code) {
        const read = readCode(code, this.store.nomenclature);
        const [receipt, found] = this.findProduct(read.code);
        if (!found) {
            this.tell(
                _t(
                    "Nobody is to bring %s today. Look for the product in the list; its barcode can be written on the product.",
                    read.code
                ),
                "warning"
            );
            return;
        }
        if (this.receipt && receipt !== this.receipt) {
            const values = {product: found[0].name, producer: receipt.producer};
            this.tell(
                _t("%(product)s is expected of %(producer)s: not counted.", values),
                "warning"
            );
            return;
        }
        this.count(receipt, found, read);
    }

    /** @returns {Array} receipt and product, of the open receipt first */
    findProduct(code) {
        const {receipt} = this;
        const others = this.store.receipts.filter((one) => one !== receipt);
        for (const one of receipt ? [receipt, ...others] : others) {
            const found = findLine(one.lines, code);
            if (found) {
                return [one, found];
            }
        }
        return [null, null];
    }

    count(receipt, [line, units], read) {
        countScan(line, units, read);
        this.store.touch(line);
        this.open(receipt);
        this.state.marked = line.id;
        browser.navigator.vibrate?.(60);
        if (read.lot && line.tracking === "none") {
            const values = {lot: read.lot, product: line.name};
            this.tell(_t("%(product)s has no lots: %(lot)s is not kept.", values));
        }
        browser.setTimeout(() => {
            document
                .querySelector(`.o_off_dock_line[data-id="${line.id}"]`)
                ?.scrollIntoView({block: "center", behavior: "smooth"});
        });
    }

    tell(text, type = "info") {
        this.notification.add(text, {type});
    }

    // -- receiving ---------------------------------------------------------------------
    get lines() {
        return this.receipt.lines;
    }

    async receive() {
        const {receipt} = this;
        await this.store.send();
        if (!this.store.online) {
            this.tell(
                _t("Without network nothing can be received. Your counts are kept."),
                "warning"
            );
            return;
        }
        this.dialog.add(DockSummary, {
            ...{receiptId: receipt.id, store: this.store},
            done: (receipts) => this.received(receipts),
        });
    }

    received([receipt]) {
        this.state.receipt = null;
        const text =
            receipt.state === "cancel"
                ? _t("%s: nothing came, the receipt is cancelled.", receipt.producer)
                : _t("%s: received.", receipt.producer);
        this.tell(text, "success");
    }
}

registry.category("actions").add("off_dock", Dock);
