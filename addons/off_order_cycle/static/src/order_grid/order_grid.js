import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {parseFloat as parseNumber} from "@web/views/fields/parsers";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    useRef,
    useState,
} from "@odoo/owl";
import {NewCustomer} from "./order_grid_customer";
import {useSheetFiles} from "./order_grid_files";
import {COLUMN, ROW, cut, reveal} from "./order_grid_sight";
import {OrderSheet, fold} from "./order_grid_sheet";

const DELAY = 500; // milliseconds without a change before totals are asked for

/**
 * Orders of many customers in one table, for who types what came on paper or by phone.
 *
 * Only cells in sight are drawn. Nothing is saved before the button is pressed; what
 * cannot be saved keeps what was typed, and says why.
 */
export class OrderGrid extends Component {
    static template = "off_order_cycle.OrderGrid";
    static components = {AutoComplete, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.body = useRef("body");
        this.display = {controlPanel: {}};
        this.state = useState({
            ...{query: "", producer: "", ordered: false, changed: false},
            ...{top: 0, left: 0, height: 600, width: 1000, frozen: 420, lead: 0},
            ...{saving: false, search: ""},
        });
        this.exchange =
            this.props.action.params?.exchange_id ||
            this.props.action.context.active_id;
        this.file = useRef("file");
        this.files = useSheetFiles(
            (...args) => this.call(...args),
            (columns) => this.takeFile(columns)
        );
        this.quoteSoon = useDebounced(() => this.quote(), DELAY);
        useSetupAction({
            beforeLeave: () => this.mayLeave(),
            beforeUnload: (ev) => this.sheet.changed.length && ev.preventDefault(),
        });
        useBus(this.env.bus, "resize", () => this.measure());
        onWillStart(() => this.load());
        onMounted(() => this.measure());
        onPatched(() => this.focusWanted());
    }

    async load() {
        const grid = await this.call("get_order_grid");
        this.currency = grid.currency;
        this.grid = grid;
        this.sheet = new OrderSheet(grid);
        this.producers = [...new Set(grid.offers.map((offer) => offer.producer))];
        this.env.config.setDisplayName?.(_t("Orders of %s", grid.name));
    }

    call(method, ...args) {
        return this.orm.call("off.exchange", method, [[this.exchange], ...args]);
    }

    // -- what is in sight ----------------------------------------------------------
    get columns() {
        const words = fold(this.state.query).split(/\s+/).filter(Boolean);
        return this.sheet.offers.filter((offer) => {
            if (this.state.producer && offer.producer !== this.state.producer) {
                return false;
            }
            if (this.state.ordered && !this.sheet.ordered[offer.id]) {
                return false;
            }
            const text = fold(`${offer.name} ${offer.code} ${offer.producer}`);
            return words.every((word) => text.includes(word));
        });
    }

    get lines() {
        if (!this.state.changed) {
            return this.sheet.rows;
        }
        return this.sheet.rows.filter(
            (row) => this.sheet.isChanged(row) || row.message || row.conflict
        );
    }

    get sight() {
        const columns = this.columns;
        const lines = this.lines;
        const {top, left, height, width} = this.state;
        const across = cut(columns.length, COLUMN, left, width);
        const down = cut(lines.length, ROW, top, height);
        return {
            ...{columns, lines, across, down},
            shown: columns.slice(across.first, across.last),
            rows: lines.slice(down.first, down.last),
        };
    }

    measure() {
        const body = this.body.el;
        if (body) {
            // On a phone only the names stay in sight, the rest scrolls away.
            const [frozen, lead] = [...body.querySelectorAll("thead th.o_off_frozen")]
                .map((cell) => [cell.offsetWidth, getComputedStyle(cell).left])
                .reduce(
                    ([stays, goes], [width, left]) =>
                        left === "auto" ? [stays, goes + width] : [stays + width, goes],
                    [0, 0]
                );
            Object.assign(this.state, {
                ...{top: body.scrollTop, left: body.scrollLeft, frozen, lead},
                ...{height: body.clientHeight, width: body.clientWidth},
            });
        }
    }

    onFilter() {
        this.body.el.scrollTo(0, 0);
        this.measure();
    }

    // -- showing -------------------------------------------------------------------
    money(value) {
        return formatMonetary(value, {currencyId: this.currency});
    }

    number(value) {
        return value ? formatFloat(value, {digits: [16, 4], trailingZeros: false}) : "";
    }

    /** “3+2”: three, and two more where that fills a case */
    amount(quantity, onTop) {
        const text = this.number(quantity);
        return onTop ? `${text}+${this.number(onTop)}` : text;
    }

    text(row, offer) {
        const {bad, cells, tops} = row;
        return bad[offer.id] || this.amount(cells[offer.id], tops[offer.id]);
    }

    /** “case of 6, 2 missing” */
    pack(offer) {
        const [size, least] = offer.pack;
        const missing = this.number(this.sheet.missing(offer)) || "0";
        return size
            ? _t("case of %(size)s: %(missing)s missing", {
                  size: this.number(size),
                  missing,
              })
            : _t("from %(least)s: %(missing)s missing", {
                  least: this.number(least),
                  missing,
              });
    }

    total(row) {
        return row.quoted ? row.total : this.sheet.guess(row);
    }

    get sum() {
        return this.sheet.rows.reduce((sum, row) => sum + this.total(row), 0);
    }

    left(offer) {
        const left = this.sheet.left(offer);
        return left === null ? "∞" : formatFloat(left, {trailingZeros: false});
    }

    error(row, offer) {
        if (row.bad[offer.id]) {
            return _t("write 3, or 3+2");
        }
        return row.errors[offer.id] || "";
    }

    get faults() {
        return this.sheet.rows.filter(
            (row) => row.message || row.conflict || Object.keys(row.errors).length
        );
    }

    faultTexts(row) {
        const names = new Map(this.sheet.offers.map((offer) => [`${offer.id}`, offer]));
        const cells = Object.entries(row.errors).map(
            ([id, text]) => `${names.get(id).name}: ${text}`
        );
        return [row.message, ...cells].filter(Boolean).join(", ");
    }

    // -- typing --------------------------------------------------------------------
    /** [quantity, text that is none, what is accepted on top] */
    read(text) {
        const typed = text.trim();
        try {
            const numbers = (typed || "0").split("+").map((part) => parseNumber(part));
            const isGood =
                numbers.length < 3 &&
                numbers.every((one) => one >= 0 && Number.isInteger(one));
            return isGood ? [numbers[0], "", numbers[1] || 0] : [0, typed, 0];
        } catch {
            return [0, typed, 0];
        }
    }

    onCell(row, offer, ev) {
        const [quantity, bad, onTop] = this.read(ev.target.value);
        const isSame =
            quantity === (row.cells[offer.id] || 0) &&
            onTop === (row.tops[offer.id] || 0) &&
            bad === (row.bad[offer.id] || "");
        if (!isSame) {
            this.sheet.write([[row, `${offer.id}`, quantity, bad, onTop]]);
            this.onChanged();
        } else if (!bad) {
            ev.target.value = this.amount(quantity, onTop);
        }
    }

    onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
        const block = text
            .replace(/\n$/, "")
            .split("\n")
            .map((line) => line.split("\t"));
        if (block.length === 1 && block[0].length === 1) {
            return;
        }
        ev.preventDefault();
        const {columns, lines} = this.sight;
        const {row, column} = this.place(ev.target);
        const cells = [];
        let lost = 0;
        block.forEach((values, down) =>
            values.forEach((value, across) => {
                const line = lines[row + down];
                const offer = columns[column + across];
                if (line && offer) {
                    cells.push([line, `${offer.id}`, ...this.read(value)]);
                } else if (value.trim()) {
                    lost += 1;
                }
            })
        );
        this.sheet.write(cells);
        if (lost) {
            this.notification.add(
                _t(
                    "%s values did not fit beside what is shown and were left out.",
                    lost
                ),
                {type: "warning"}
            );
        }
        this.onChanged();
    }

    setSlot(row, ev) {
        this.sheet.setSlot(row, Number(ev.target.value) || false);
        this.render();
    }

    undo() {
        if (this.sheet.undo().length) {
            this.onChanged();
        }
    }

    empty(row) {
        this.sheet.empty(row);
        this.onChanged();
    }

    onChanged() {
        this.render();
        this.quoteSoon();
    }

    /** Ask what changed rows cost with all fees. */
    async quote() {
        const rows = this.sheet.rows.filter((row) => !row.quoted);
        if (!rows.length || this.state.saving) {
            return;
        }
        const asked = rows.map((row) => this.sheet.prepare(row));
        const before = JSON.stringify(asked);
        try {
            const totals = await this.orm.silent.call(
                "off.exchange",
                "quote_order_grid",
                [[this.exchange], asked]
            );
            const now = rows.map((row) => this.sheet.prepare(row));
            if (before === JSON.stringify(now)) {
                for (const row of rows) {
                    row.total = totals[row.key];
                    row.quoted = true;
                }
                this.render();
            }
        } catch {
            // The sum of the prices stays; saving says what is wrong.
        }
    }

    // -- moving --------------------------------------------------------------------
    place(input) {
        return {row: Number(input.dataset.row), column: Number(input.dataset.column)};
    }

    onKeydown(ev) {
        const input = ev.target;
        const isCell = input.dataset.column !== undefined;
        if ((ev.ctrlKey || ev.metaKey) && ev.key === "z") {
            // What is being typed in a cell is the browser's to undo.
            if (!isCell || input.value === input.dataset.was) {
                ev.preventDefault();
                this.undo();
            }
            return;
        }
        const step = isCell && this.getStep(ev);
        if (step) {
            const {row, column} = this.place(input);
            if (this.moveTo(row + step[0], column + step[1], ev.key === "Tab")) {
                ev.preventDefault();
            }
        }
    }

    /** [lines, columns] that a key moves by; the arrows also move within a number */
    getStep(ev) {
        const {selectionStart, selectionEnd, value} = ev.target;
        const isWhole = selectionStart === 0 && selectionEnd === value.length;
        const back = ev.shiftKey ? -1 : 1;
        return {
            ArrowUp: [-1, 0],
            ArrowDown: [1, 0],
            Enter: [back, 0],
            Tab: [0, back],
            ...((isWhole || selectionEnd === 0) && {ArrowLeft: [0, -1]}),
            ...((isWhole || selectionStart === value.length) && {ArrowRight: [0, 1]}),
        }[ev.key];
    }

    /** @returns whether there is such a cell; Tab goes on in the next line */
    moveTo(row, column, wraps) {
        const {columns, lines} = this.sight;
        let [down, across] = [row, column];
        if (wraps && across >= columns.length) {
            [down, across] = [down + 1, 0];
        } else if (wraps && across < 0) {
            [down, across] = [down - 1, columns.length - 1];
        }
        if (!lines[down] || !columns[across]) {
            return false;
        }
        const body = this.body.el;
        const head = body.querySelector("thead").offsetHeight;
        const foot = body.querySelector("tfoot").offsetHeight;
        const {scrollTop, scrollLeft, clientHeight, clientWidth} = body;
        const {frozen, lead} = this.state;
        body.scrollTo(
            lead + reveal(across, COLUMN, scrollLeft - lead, clientWidth - frozen),
            reveal(down, ROW, scrollTop, clientHeight - head - foot)
        );
        this.wanted = [down, across];
        this.measure();
        this.focusWanted();
        return true;
    }

    focusWanted() {
        if (!this.wanted) {
            return;
        }
        const [row, column] = this.wanted;
        const input = this.body.el.querySelector(
            `input[data-row="${row}"][data-column="${column}"]`
        );
        if (input) {
            this.wanted = null;
            input.focus({preventScroll: true});
            input.select();
        }
    }

    onFocus(ev) {
        ev.target.dataset.was = ev.target.value;
        ev.target.select();
    }

    show(row) {
        this.state.changed = false;
        const id = Object.keys({...row.errors, ...row.bad})[0];
        const column = this.columns.findIndex((offer) => `${offer.id}` === id);
        this.moveTo(this.lines.indexOf(row), Math.max(column, 0));
    }

    // -- customers -----------------------------------------------------------------
    get customerSources() {
        return [
            {
                placeholder: _t("Searching…"),
                options: (request) => this.findCustomers(request.trim()),
            },
        ];
    }

    async findCustomers(text) {
        if (!text) {
            return [];
        }
        const found = await this.call("find_grid_customers", text);
        return [
            ...found.map((one) => ({
                label: one.detail ? `${one.name} (${one.detail})` : one.name,
                onSelect: () => this.addCustomer(one),
            })),
            {
                label: _t("New customer “%s”…", text),
                cssClass: "fst-italic",
                onSelect: () => this.createCustomer(text),
            },
        ];
    }

    createCustomer(name) {
        this.dialog.add(NewCustomer, {
            exchange: this.exchange,
            name,
            add: (customer) => this.addCustomer(customer),
        });
    }

    addCustomer(customer) {
        const row = this.sheet.addCustomer(customer);
        this.state.changed = false;
        this.render();
        this.wanted = [this.lines.indexOf(row), 0];
        this.moveTo(...this.wanted);
    }

    async addUsual() {
        const customers = await this.call("get_usual_grid_customers");
        const before = this.sheet.rows.length;
        customers.forEach((customer) => this.sheet.addCustomer(customer));
        const added = this.sheet.rows.length - before;
        this.notification.add(
            added
                ? _t("%s customers of the last sales were added.", added)
                : _t("All customers of the last sales are here already.")
        );
        this.render();
    }

    // -- spreadsheets --------------------------------------------------------------
    download() {
        return this.files.download(
            this.sheet.rows.map((row) => this.sheet.prepare(row))
        );
    }

    takeFile(columns) {
        const count = this.sheet.take(columns);
        this.notification.add(_t("%s quantities read. Check and save them.", count));
        this.onChanged();
    }

    // -- saving --------------------------------------------------------------------
    save() {
        const wrong = this.sheet.rows.find((row) => Object.keys(row.bad).length);
        if (wrong) {
            this.show(wrong);
            this.notification.add(
                _t("Correct the marked cells first: whole numbers, or 3+2."),
                {
                    type: "warning",
                }
            );
            return;
        }
        const emptied = this.sheet.emptied;
        if (!emptied.length) {
            return this.send();
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Cancel these orders?"),
            body: _t(
                "Nothing is left in the orders of %s: they are cancelled.",
                emptied.map((row) => row.name).join(", ")
            ),
            confirmLabel: _t("Cancel the orders and save"),
            confirm: () => this.send(),
            cancelLabel: _t("Back to the grid"),
            cancel: () => {},
        });
    }

    async send() {
        const rows = this.sheet.changed.filter((row) => !row.conflict);
        if (!rows.length) {
            return;
        }
        this.state.saving = true;
        try {
            const asked = rows.map((row) => this.sheet.prepare(row));
            const answer = await this.call("save_order_grid", asked);
            this.sheet.settle(answer);
            this.tell(answer.rows);
        } finally {
            this.state.saving = false;
        }
        this.quoteSoon();
    }

    tell(rows) {
        const refused = rows.filter((row) => !row.saved).length;
        if (refused) {
            this.notification.add(
                _t(
                    "%(saved)s orders saved, %(refused)s not: the reasons are above the grid.",
                    {saved: rows.length - refused, refused}
                ),
                {type: "warning"}
            );
        } else {
            this.notification.add(_t("%s orders saved.", rows.length), {
                type: "success",
            });
        }
    }

    takeTheirs(row) {
        this.sheet.takeTheirs(row);
        this.render();
    }

    keepMine(row) {
        this.sheet.keepMine(row);
        this.render();
    }

    mayLeave() {
        if (!this.sheet.changed.length) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(ConfirmationDialog, {
                title: _t("Leave without saving?"),
                body: _t("What you typed and did not save is lost."),
                confirmLabel: _t("Leave"),
                confirm: () => resolve(true),
                cancelLabel: _t("Stay here"),
                cancel: () => resolve(false),
                dismiss: () => resolve(false),
            });
        });
    }

    async chooseHub(ev) {
        const chosen = Number(ev.target.value);
        if (await this.mayLeave()) {
            this.exchange = chosen;
            await this.load();
        }
        this.render();
    }
}

registry.category("actions").add("off_order_grid", OrderGrid);
