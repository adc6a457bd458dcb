import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

// What the server tells of each row, in this order.
const COLUMNS = [
    "id",
    "producer",
    "category",
    "labels",
    "storage",
    "price",
    "unit",
    "least",
    "most",
    "left",
];
const WAIT = 400; // ms after the last change of a quantity, before it is saved
const RETRY = 5000; // ms before a change that could not be saved is sent again

/** Without accents and capitals: who types “ble” finds “Blé”. */
export function simplify(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The shop of a cycle. Its page is a form that works as it is; here it gets a search,
 * filters, buttons beside the quantities, and a basket that adds up while one chooses
 * and is saved in the background.
 */
export class Shop extends Interaction {
    static selector = ".o_off_shop";
    dynamicContent = {
        "#off_order": {
            "t-on-input": this.onInput,
            "t-on-change": this.onChange,
            "t-on-click": this.onClick,
            "t-on-submit": this.onSubmit,
            "t-on-keydown": this.onKeydown,
        },
        ".o_off_tools": {
            "t-on-input": this.filter,
            "t-on-change": this.filter,
        },
        "#off_sort": {"t-on-change": this.sort},
        ".o_off_clear": {"t-on-click": this.clear},
        _window: {
            "t-on-online": this.save,
            "t-on-pagehide": this.saveAtOnce,
        },
    };

    setup() {
        this.form = this.el.querySelector("#off_order");
        if (!this.form) {
            return; // the sale is closed
        }
        const data = JSON.parse(this.find("#off_shop_data").textContent);
        this.money = new Intl.NumberFormat(document.documentElement.lang || undefined, {
            minimumFractionDigits: data.digits,
            maximumFractionDigits: data.digits,
        });
        this.data = data;
        this.exchange = parseInt(this.el.dataset.exchange, 10);
        this.order = parseInt(this.el.dataset.order, 10) || null;
        this.unsaved = new Map();
        this.readTexts();
        this.readRows(data.rows);
    }

    start() {
        if (!this.form) {
            return;
        }
        for (const selector of [".o_off_tools", ".o_off_basket_lines", ".o_off_bar"]) {
            this.find(selector).classList.remove("d-none");
        }
        this.addSteppers();
        this.showBasket();
        this.countDown();
        this.registerCleanup(() => clearTimeout(this.timer));
        if (this.el.dataset.save) {
            // Filled in from an earlier order: it becomes the basket.
            for (const row of this.rows) {
                if (row.quantity) {
                    this.unsaved.set(row.id, row.quantity);
                }
            }
            this.save();
        } else if (this.chosen().length) {
            this.quote();
        }
    }

    find(selector) {
        return this.el.querySelector(selector);
    }

    readTexts() {
        this.texts = {};
        for (const el of this.find("#off_texts").content.querySelectorAll(
            "[data-key]"
        )) {
            this.texts[el.dataset.key] = el.textContent.trim();
        }
    }

    readRows(values) {
        const byId = new Map(values.map((row) => [row[0], row]));
        this.rows = [];
        this.byInput = new Map();
        for (const el of this.el.querySelectorAll(".o_off_row")) {
            const input = el.querySelector("input[type=number]");
            const row = {el, input, group: el.parentElement};
            byId.get(parseInt(input.name.slice(4), 10)).forEach((value, index) => {
                row[COLUMNS[index]] = value;
            });
            row.name = el.querySelector("label").textContent;
            row.words = simplify(
                `${el.querySelector(".o_off_what").textContent} ${
                    row.group.querySelector("h2").textContent
                }`
            );
            row.quantity = this.read(input);
            this.rows.push(row);
            this.byInput.set(input, row);
        }
        this.inOrder = [...this.rows];
        this.groups = [...this.el.querySelectorAll(".o_off_group")];
    }

    read(input) {
        const number = Math.floor(parseFloat(input.value.replace(",", ".")));
        return number > 0 ? number : 0;
    }

    format(coins) {
        const text = this.money.format(coins / 10 ** this.data.digits);
        return this.data.before
            ? `${this.data.symbol}\u00a0${text}`
            : `${text}\u00a0${this.data.symbol}`;
    }

    // -- quantities ------------------------------------------------------------------
    /** Buttons beside each quantity: one does not type on a phone. */
    addSteppers() {
        const button = (sign, text) => {
            const el = document.createElement("button");
            el.type = "button";
            el.className = "btn btn-light o_off_step";
            el.dataset.step = sign;
            el.textContent = sign > 0 ? "+" : "−";
            el.setAttribute("aria-label", text);
            return el;
        };
        const less = button(-1, this.texts.less);
        const more = button(1, this.texts.more);
        for (const {input, el, name} of this.rows) {
            if (input.disabled) {
                continue;
            }
            const pair = [less.cloneNode(true), more.cloneNode(true)];
            for (const one of pair) {
                one.setAttribute(
                    "aria-label",
                    `${one.getAttribute("aria-label")}: ${name}`
                );
            }
            const box = document.createElement("div");
            box.className = "o_off_stepper";
            input.replaceWith(box);
            box.append(pair[0], input, pair[1]);
            el.classList.toggle("o_off_chosen", Boolean(input.value));
        }
    }

    onClick(ev) {
        const step = ev.target.closest(".o_off_step, .o_off_remove");
        if (!step) {
            return;
        }
        if (step.classList.contains("o_off_remove")) {
            const row = this.rows.find((one) => String(one.id) === step.dataset.offer);
            this.change(row, 0);
            this.find("#off_basket").focus();
            return;
        }
        const row = this.byInput.get(step.parentElement.querySelector("input"));
        this.change(row, this.step(row, parseInt(step.dataset.step, 10)));
    }

    /** The next quantity that may be ordered: from 0 to the least one, and back. */
    step(row, sign) {
        const next = row.quantity + sign;
        if (sign > 0) {
            return Math.max(next, Math.ceil(row.least));
        }
        return next < row.least ? 0 : next;
    }

    onInput(ev) {
        const row = this.byInput.get(ev.target);
        if (row) {
            this.change(row, this.read(row.input), false);
        }
    }

    onChange(ev) {
        const row = this.byInput.get(ev.target);
        if (row) {
            this.change(row, this.read(row.input));
        } else if (ev.target.name === "slot") {
            this.plan();
        }
    }

    /**
     * Enter in a quantity keeps it and goes on to the next one; in a text it presses the button beside
     * it, where there is one. Neither orders.
     */
    onKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        const row = this.byInput.get(ev.target);
        if (!row && ev.target.matches("input:not([type]), input[type=text]")) {
            ev.preventDefault();
            ev.target
                .closest(".input-group")
                ?.querySelector("button[type=submit]")
                ?.click();
        }
        if (row) {
            ev.preventDefault();
            const shown = this.rows.filter(
                (one) => !one.el.hidden && !one.input.disabled
            );
            const next = shown[shown.indexOf(row) + 1];
            if (next) {
                next.input.focus();
            } else {
                row.input.blur();
            }
        }
    }

    /**
     * @param {Object} row
     * @param {Number} asked
     * @param {Boolean} done whether the customer has finished typing
     */
    change(row, asked, done = true) {
        const limits = [asked, row.left ?? Infinity, row.most || Infinity];
        const quantity = Math.max(Math.min(...limits.map(Math.floor)), 0);
        if (done || quantity < asked) {
            row.input.value = quantity || "";
        }
        this.tell(row, quantity < asked ? this.texts.no_more : "");
        if (quantity === row.quantity) {
            return;
        }
        row.quantity = quantity;
        row.el.classList.toggle("o_off_chosen", quantity > 0);
        this.unsaved.set(row.id, quantity);
        this.showBasket();
        this.plan();
    }

    /** Say something about a row, beside what is left of it. */
    tell(row, text) {
        const place = row.el.querySelector(".o_off_left");
        row.told ??= place.textContent;
        place.textContent = text ? `${row.told} · ${text}` : row.told;
        place.classList.toggle("text-danger", Boolean(text) || row.left === 0);
    }

    // -- the basket ------------------------------------------------------------------
    chosen() {
        return this.rows.filter((row) => row.quantity);
    }

    /** What is chosen; its total follows from the server as it knows all fees. */
    showBasket() {
        const chosen = this.chosen();
        const list = this.find(".o_off_basket_lines ul");
        list.replaceChildren(...chosen.map((row) => this.makeLine(row)));
        this.find(".o_off_empty").classList.toggle("d-none", chosen.length > 0);
        const goods = chosen.reduce((sum, row) => sum + row.price * row.quantity, 0);
        this.showTotal({goods, fees: [], total: goods});
    }

    makeLine(row) {
        const line = document.createElement("li");
        const text = document.createElement("span");
        text.textContent = `${row.quantity} × ${row.name}`;
        const amount = document.createElement("span");
        amount.className = "ms-auto text-nowrap";
        amount.textContent = this.format(row.price * row.quantity);
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "btn btn-sm o_off_remove";
        remove.dataset.offer = row.id;
        remove.setAttribute("aria-label", `${this.texts.remove}: ${row.name}`);
        remove.textContent = "×";
        line.append(text, amount, remove);
        if (row.quantity < row.least) {
            const note = document.createElement("small");
            note.className = "w-100 text-danger";
            note.textContent = `${this.texts.least} ${row.least}`;
            line.append(note);
        }
        return line;
    }

    /**
     * @param {Object} quote goods, fees as [name, amount or text], total: in the smallest
     * coin
     */
    showTotal({fees, total}) {
        const count = this.chosen().length;
        const rows = [...fees, [this.texts.total, total]];
        const box = this.find(".o_off_total");
        box.replaceChildren();
        for (const [name, amount] of rows) {
            const term = document.createElement("dt");
            term.textContent = name;
            const value = document.createElement("dd");
            value.textContent =
                typeof amount === "string" ? amount : this.format(amount);
            box.append(term, value);
        }
        box.classList.toggle("d-none", !count);
        const bar = this.find(".o_off_bar");
        bar.textContent = `${count} · ${this.format(total)} — ${this.texts.see_basket}`;
        bar.classList.toggle("o_off_nothing", !count);
    }

    // -- saving ----------------------------------------------------------------------
    plan() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.save(), WAIT);
    }

    quote() {
        return this.send({});
    }

    /** One request at a time; what changes meanwhile goes with the next. */
    async save() {
        clearTimeout(this.timer);
        if (this.saving) {
            this.again = true;
            return;
        }
        this.saving = true;
        const sent = new Map(this.unsaved);
        const saved = await this.send(Object.fromEntries(sent));
        this.saving = false;
        if (saved) {
            for (const [id, quantity] of sent) {
                if (this.unsaved.get(id) === quantity) {
                    this.unsaved.delete(id);
                }
            }
        } else if (saved === null) {
            this.timer = setTimeout(() => this.save(), RETRY);
        }
        if (this.again) {
            this.again = false;
            this.plan();
        }
    }

    getParams(quantities) {
        const slot = this.form.querySelector("[name=slot]:checked");
        return {
            quantities: this.order
                ? Object.fromEntries(this.chosen().map((row) => [row.id, row.quantity]))
                : quantities,
            order: this.order,
            slot: slot ? parseInt(slot.value, 10) : null,
        };
    }

    /** @returns {Promise<Boolean|null>} null where the server could not be reached */
    async send(quantities) {
        const status = this.find(".o_off_saved");
        let answer;
        try {
            answer = await this.waitFor(
                rpc(`/cycles/${this.exchange}/basket`, this.getParams(quantities), {
                    silent: true,
                })
            );
        } catch (error) {
            if (error.name === "RPC_ERROR") {
                this.complain(error.data?.message || error.message);
                return false;
            }
            status.textContent = this.texts.offline;
            return null;
        }
        this.complain(answer.message);
        this.takeLeft(answer.left);
        this.takePacks(answer.packs);
        if (!this.unsaved.size || Object.keys(quantities).length) {
            this.showTotal(answer);
        }
        status.textContent = this.order ? "" : this.texts.saved;
        return true;
    }

    /** Others buy meanwhile: show what is left now of what was chosen. */
    takeLeft(left) {
        for (const row of this.rows) {
            if (row.id in left && left[row.id] !== row.left) {
                row.left = left[row.id];
                row.told = (row.left ? this.texts.left : this.texts.sold_out).replace(
                    "__left__",
                    row.left
                );
                this.tell(row, row.quantity > row.left ? this.texts.no_more : "");
            }
        }
    }

    /** How far cases are filled by now: see ``shop_packs``. */
    takePacks() {}

    complain(message) {
        const box = this.find(".o_off_trouble");
        box.textContent = message || "";
        box.classList.toggle("d-none", !message);
    }

    /** The page goes: what was changed in the last moment is sent without waiting. */
    saveAtOnce() {
        if (!this.form || this.order || !this.unsaved.size || this.ordering) {
            return;
        }
        const params = this.getParams(Object.fromEntries(this.unsaved));
        const body = JSON.stringify({jsonrpc: "2.0", method: "call", params});
        navigator.sendBeacon(
            `/cycles/${this.exchange}/basket`,
            new Blob([body], {type: "application/json"})
        );
    }

    onSubmit() {
        // All quantities go with the form.
        this.ordering = true;
        clearTimeout(this.timer);
    }

    // -- search, filters, order --------------------------------------------------------
    filter() {
        const words = simplify(this.find("#off_search").value)
            .split(/\s+/)
            .filter(Boolean);
        const wanted = {};
        for (const el of this.el.querySelectorAll("[data-filter]")) {
            if (el.value) {
                wanted[el.dataset.filter] = el.value;
            }
        }
        const price = parseFloat(this.find("#off_by_price").value);
        const left = this.find("#off_by_left").checked;
        const liked = Boolean(this.find("#off_by_favourite")?.checked);
        let count = 0;
        for (const row of this.rows) {
            const shown =
                words.every((word) => row.words.includes(word)) &&
                this.matches(row, wanted) &&
                !(row.price > price * 10 ** this.data.digits) &&
                !(left && row.left === 0) &&
                !(liked && !row.el.classList.contains("o_off_liked"));
            row.el.hidden = !shown;
            count += shown;
        }
        for (const group of this.groups) {
            group.hidden = !group.querySelector(".o_off_row:not([hidden])");
        }
        const filters = Object.keys(wanted).length + (price >= 0) + left + liked;
        this.find(".o_off_filter_count").textContent = filters ? `(${filters})` : "";
        this.find(".o_off_none").classList.toggle("d-none", count > 0);
        this.find(".o_off_found").textContent =
            filters || words.length ? this.texts.found.replace("__count__", count) : "";
    }

    matches(row, wanted) {
        return Object.entries(wanted).every(([name, value]) =>
            name === "label"
                ? row.labels.includes(parseInt(value, 10))
                : String(row[name]) === value
        );
    }

    clear() {
        for (const el of this.el.querySelectorAll(
            ".o_off_tools [data-filter], #off_search"
        )) {
            el.value = "";
        }
        this.find("#off_by_price").value = "";
        this.find("#off_by_left").checked = false;
        if (this.find("#off_by_favourite")) {
            this.find("#off_by_favourite").checked = false;
        }
        this.filter();
    }

    sort() {
        const key = this.find("#off_sort").value;
        const list = this.find(".o_off_sorted");
        const collator = new Intl.Collator(document.documentElement.lang || undefined);
        const compare = {
            name: (a, b) => collator.compare(a.name, b.name),
            price: (a, b) => a.price - b.price,
            // What has no such price comes last.
            unit: (a, b) => (a.unit || Infinity) - (b.unit || Infinity) || 0,
            favourite: (a, b) =>
                b.el.classList.contains("o_off_liked") -
                a.el.classList.contains("o_off_liked"),
        }[key];
        for (const row of compare ? [...this.inOrder].sort(compare) : this.inOrder) {
            (compare ? list : row.group).append(row.el);
        }
        this.filter();
    }

    // -- closing -----------------------------------------------------------------------
    countDown() {
        const closes = new Date(this.el.dataset.closes);
        const place = this.find(".o_off_countdown");
        const show = () => {
            const minutes = Math.floor((closes - Date.now()) / 60000);
            const days = Math.floor(minutes / 1440);
            const hours = Math.floor((minutes % 1440) / 60);
            place.textContent =
                minutes < 0
                    ? this.texts.closed
                    : days
                      ? this.texts.days
                            .replace("__days__", days)
                            .replace("__hours__", hours)
                      : this.texts.hours
                            .replace("__hours__", hours)
                            .replace("__minutes__", minutes % 60);
            place.classList.toggle("text-bg-warning", minutes < 24 * 60);
            place.classList.toggle("text-bg-light", minutes >= 24 * 60);
        };
        show();
        const clock = setInterval(show, 20000);
        this.registerCleanup(() => clearInterval(clock));
    }
}

registry.category("public.interactions").add("off_order_cycle_website.shop", Shop);
