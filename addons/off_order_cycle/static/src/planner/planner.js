import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {getCurrency} from "@web/core/currency";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {parseFloat as parseNumber} from "@web/views/fields/parsers";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {
    Component,
    onPatched,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {CellLoader} from "./planner_cells";
import {ArrowKeys, ROW} from "./planner_keys";
import {listItems} from "./planner_items";
import {PlannerSides} from "./planner_sides";
import {PlannerStore, cellKey} from "./planner_store";

const AROUND = 4; // rows drawn above and below those in sight
const HUB = {narrow: 140, plain: 200, wide: 300}; // pixels that a hub's columns take
const FIXED = {small: 220, large: 424}; // pixels of what stays beside the hubs
const FEW = 60; // rows that are shown unfolded

/**
 * All of a cycle on one screen: who supplies, who sells what at which price.
 *
 * Only rows and hubs in sight are drawn, and only their cells are asked for, so that
 * 200,000 offers open as fast as 200.
 */
export class CyclePlanner extends Component {
    static template = "off_order_cycle.CyclePlanner";
    static components = {Layout, PlannerSides};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.body = useRef("body");
        this.keys = new ArrowKeys(this.body, () => this.items);
        this.display = {controlPanel: {}};
        this.cellKey = cellKey;
        this.texts = {
            sell: _t("Sold"),
            sellAll: _t("Sell all, or none"),
            supply: _t("Supplied"),
            supplyAll: _t("Supply all, or none"),
            purchase: _t("Purchase price"),
            size: _t("Case of"),
            least: _t("Least of all orders"),
            price: _t("Price"),
            limit: _t("Limit"),
            customerLimit: _t("Limit per customer"),
        };
        this.state = useState({
            version: 0,
            query: "",
            source: "",
            category: "",
            only: "",
            unfolded: new Set(),
            limits: false,
            sides: false,
            first: 0,
            height: window.innerHeight,
            left: 0,
            width: window.innerWidth,
            saving: false,
            failure: "",
        });
        const {params, context} = this.props.action;
        this.cycleId = params?.cycle_id || context.active_id;
        useSetupAction({
            beforeLeave: () => this.confirmLeave(),
            beforeUnload: (ev) => this.beforeUnload(ev),
        });
        useExternalListener(window, "resize", () => this.measure());
        onWillStart(() => this.load());
        onMounted(() => {
            this.measure();
            this.askInSight();
        });
        onPatched(() => {
            this.askInSight();
            this.keys.focusWanted();
        });
    }

    async load() {
        const data = await this.call("get_planner");
        this.store = new PlannerStore(data);
        this.env.config.setDisplayName?.(_t("Plan %s", data.name));
        this.loader = new CellLoader(
            (...args) => this.call(...args),
            this.store,
            () => this.touch()
        );
        const few = data.rows.length <= FEW;
        if (few && !this.state.unfolded.size) {
            this.state.unfolded = new Set(this.store.suppliers.map((edge) => edge.id));
        }
        if (!data.outgoing.length || !data.rows.length) {
            this.state.sides = true;
        }
        this.state.version++;
    }

    call(method, ...args) {
        return this.orm.silent.call("off.order.cycle", method, [
            [this.cycleId],
            ...args,
        ]);
    }

    // -- what is in sight ------------------------------------------------------------
    get isFiltered() {
        const {query, source, category, only} = this.state;
        return Boolean(query.trim() || source || category || only);
    }

    /** Groups and rows that pass the filters, in the order in which they are shown. */
    get items() {
        const {query, source, category, only, unfolded, version} = this.state;
        const key = JSON.stringify([query, source, category, only, version]);
        const folds = [...unfolded].join();
        if (this.itemsKey !== key + folds) {
            this.itemsKey = key + folds;
            this.cachedItems = listItems(this.store, this.state, this.isFiltered);
        }
        return this.cachedItems;
    }

    get sight() {
        const {items} = this;
        const first = Math.max(0, Math.min(this.state.first, items.length) - AROUND);
        const count = Math.ceil(this.state.height / ROW) + 2 * AROUND;
        const last = Math.min(items.length, first + count);
        const {sellers} = this.store;
        const from = Math.max(0, Math.floor(this.state.left / this.hubWidth) - 1);
        const fixed = window.innerWidth < 768 ? FIXED.small : FIXED.large;
        const seen = Math.ceil((this.state.width - fixed) / this.hubWidth) + 2;
        return {
            first,
            items: items.slice(first, last),
            above: first * ROW,
            below: (items.length - last) * ROW,
            hubs: sellers.slice(from, from + seen),
            before: from * this.hubWidth,
            after: Math.max(0, sellers.length - from - seen) * this.hubWidth,
        };
    }

    get hubWidth() {
        if (this.state.limits) {
            return HUB.wide;
        }
        const isTight = this.store.sellers.length > 4 || this.state.width < 768;
        return isTight ? HUB.narrow : HUB.plain;
    }

    measure() {
        if (this.body.el) {
            const {scrollTop, scrollLeft, clientHeight, clientWidth} = this.body.el;
            this.state.first = Math.floor(scrollTop / ROW);
            this.state.left = scrollLeft;
            this.state.height = clientHeight;
            this.state.width = clientWidth;
        }
    }

    onScroll() {
        cancelAnimationFrame(this.frame);
        this.frame = requestAnimationFrame(() => this.measure());
    }

    onFilter() {
        this.state.first = 0;
        if (this.body.el) {
            this.body.el.scrollTop = 0;
        }
    }

    toggleGroup(group) {
        const unfolded = new Set(this.state.unfolded);
        if (!unfolded.delete(group.edge.id)) {
            unfolded.add(group.edge.id);
        }
        this.state.unfolded = unfolded;
    }

    foldAll(unfold) {
        const ids = unfold ? this.store.suppliers.map((edge) => edge.id) : [];
        this.state.unfolded = new Set(ids);
        this.onFilter();
    }

    // -- cells that are asked for --------------------------------------------------
    askInSight() {
        const sight = this.sight;
        const rows = sight.items.map((item) => item.row).filter(Boolean);
        this.loader.ask(rows, sight.hubs);
    }

    // -- showing ---------------------------------------------------------------------
    get currency() {
        return getCurrency(this.store.currency)?.symbol || "";
    }

    get changeCount() {
        return this.store.edits.size;
    }

    money(value) {
        return formatMonetary(value, {currencyId: this.store.currency});
    }

    price(value) {
        return value === null || value === undefined
            ? ""
            : formatFloat(value, {digits: [16, 2]});
    }

    number(value) {
        return value === null || value === undefined
            ? ""
            : formatFloat(value, {digits: [16, 3], trailingZeros: false});
    }

    label(text, ...parts) {
        return `${text}: ${parts.join(", ")}`;
    }

    mayEdit(edge) {
        return this.store.may_sell && edge.mayEdit;
    }

    isUnfolded(group) {
        return this.isFiltered || this.state.unfolded.has(group.edge.id);
    }

    getItemKey({row, group}) {
        return row ? `${row.edge}:${row.product}` : group.edge.id;
    }

    /** How many of a producer's products are supplied, of those that it has. */
    countText({group, rows}) {
        const supplied = this.store.getSuppliedCount(group);
        if (rows.length < group.rows.length) {
            return `${rows.length} / ${group.rows.length}`;
        }
        return supplied === rows.length ? supplied : `${supplied} / ${rows.length}`;
    }

    touch() {
        this.store.touch();
        this.state.version++;
    }

    onSides(edge) {
        if (edge) {
            this.state.unfolded = new Set([...this.state.unfolded, edge]);
        }
        this.touch();
    }

    getProducts(producer) {
        return this.call("get_planner_products", producer);
    }

    /** @returns "all", "some" or "none" of the rows that are supplied */
    getTick(edge, group) {
        const {count} = group
            ? this.store.getCount(edge, group.edge)
            : this.store.getTotal(edge);
        const all = group
            ? this.store.getSuppliedCount(group)
            : [...this.store.suppliedCounts.values()].reduce((sum, n) => sum + n, 0);
        if (!count) {
            return "none";
        }
        return count >= all ? "all" : "some";
    }

    // -- changes -----------------------------------------------------------------------
    change(changes) {
        this.store.set(changes);
        this.state.failure = "";
        this.state.version++;
    }

    undo() {
        this.store.undo();
        this.state.version++;
    }

    discard() {
        this.store.discard();
        this.state.failure = "";
        this.state.version++;
    }

    say(key, text) {
        this.store.errors.set(key, text);
        this.state.version++;
    }

    async setSupplied(rows, supplied) {
        const changes = [];
        const carts = [];
        for (const row of rows) {
            if (this.store.isSupplied(row) === supplied) {
                continue;
            }
            const key = `s:${row.edge}:${row.product}`;
            if (!supplied && row.ordered) {
                this.store.errors.set(
                    key,
                    _t(
                        "%s in orders: change the orders first.",
                        this.number(row.ordered)
                    )
                );
                continue;
            }
            if (!supplied && row.carts) {
                carts.push(row.name);
            }
            changes.push([key, supplied ? row.price || 0 : null]);
        }
        if (carts.length && !(await this.confirmCarts(carts))) {
            return this.touch();
        }
        this.change(changes);
    }

    confirmCarts(names) {
        const shown = names.slice(0, 10).join(", ");
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("These products are in carts"),
                    body: _t(
                        "Carts that are not validated lose them when you save, and are told: %s.",
                        shown
                    ),
                    confirmLabel: _t("Take them out"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            )
        );
    }

    onSupplied(rows, ev) {
        const {checked} = ev.target;
        // What is refused, or not confirmed, must not look changed.
        ev.target.checked = !checked;
        this.setSupplied(rows, checked);
    }

    onPurchasePrice(row, ev) {
        const key = `s:${row.edge}:${row.product}`;
        const value = this.read(key, ev.target.value);
        if (value !== undefined) {
            this.change([[key, value ?? 0]]);
        }
    }

    /** @param {Number} place 0 the size of a case, 1 the least of all orders */
    onPack(row, place, ev) {
        const key = `k:${row.edge}:${row.product}`;
        const value = this.read(key, ev.target.value);
        if (value !== undefined) {
            const pack = [...this.store.getPack(row)];
            pack[place] = value || 0;
            this.change([[key, pack]]);
        }
    }

    /** @returns the number that was typed, null for nothing, undefined where it is none */
    read(key, text) {
        if (!text.trim()) {
            return null;
        }
        try {
            const value = parseNumber(text);
            if (value >= 0) {
                return value;
            }
        } catch {
            // Told below, as a number below 0 is.
        }
        this.say(key, _t("“%s” is no price or quantity.", text));
        return undefined;
    }

    /** @param {Number} place 0 the price, 1 the limit, 2 the limit per customer */
    onCell(edge, row, place, ev) {
        const key = cellKey(edge, row);
        const value = this.read(key, ev.target.value);
        if (value === undefined) {
            return;
        }
        const now = this.store.getCell(edge, row);
        if (place === 0 && value === null) {
            this.setSold(edge, [row], false);
            ev.target.value = now ? this.price(now[0]) : "";
            return;
        }
        const cell = [...(now || [null, null, 0])];
        cell[place] = place === 2 ? value || 0 : value;
        this.change([[key, cell]]);
    }

    onSold(edge, rows, ev) {
        const {checked} = ev.target;
        ev.target.checked = !checked;
        this.setSold(edge, rows, checked);
    }

    async setSold(edge, rows, sold) {
        await this.loader.ask(rows, [edge]);
        // A hub does not sell what its catalogue leaves out, unless one by one.
        const wanted =
            sold && rows.length > 1 ? rows.filter(this.isInCatalog(edge)) : rows;
        for (const row of wanted) {
            const held = this.store.getSold(edge, row);
            if (!sold && held) {
                this.store.errors.set(
                    cellKey(edge, row),
                    _t("%s in orders: change the orders first.", this.number(held))
                );
            }
        }
        this.change(this.store.prepareSold(edge, wanted, sold));
    }

    isInCatalog(edge) {
        return (row) => this.store.getKnown(edge, row) !== null;
    }

    /** Rows that a tick on a whole hub is about: those that the filters let through. */
    get allRows() {
        return this.items.filter((item) => item.rows).flatMap((item) => item.rows);
    }

    // -- saving ------------------------------------------------------------------------
    async save() {
        if (!this.changeCount || this.state.saving) {
            return !this.changeCount;
        }
        document.activeElement?.blur?.();
        const changes = this.store.getChanges();
        this.state.saving = true;
        this.state.failure = "";
        try {
            const answer = await this.call("save_planner", changes);
            if (answer.errors.length) {
                this.store.applyErrors(changes, answer);
                this.showErrors(answer);
                return false;
            }
            if (PlannerStore.isWide(changes)) {
                await this.load();
            } else {
                this.store.applySaved(changes, answer);
                this.touch();
            }
            return true;
        } catch (error) {
            this.state.failure =
                error.data?.message || _t("The server did not answer.");
            return false;
        } finally {
            this.state.saving = false;
            this.state.version++;
        }
    }

    showErrors({errors}) {
        this.state.failure = _t(
            "Nothing is saved yet: see the %s places marked in red.",
            errors.length
        );
        if (errors.some(([key]) => "xtf".includes(key[0]))) {
            this.state.sides = true;
        }
        Object.assign(this.state, {
            query: "",
            source: "",
            category: "",
            only: "changed",
        });
        if (errors.every(([key]) => "xtf".includes(key[0]))) {
            this.state.only = "";
        }
        this.onFilter();
    }

    confirmLeave() {
        if (!this.store || !this.changeCount) {
            return true;
        }
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Changes that are not saved"),
                    body: _t("Save what you changed before you leave?"),
                    confirmLabel: _t("Save"),
                    confirm: async () => resolve(await this.save()),
                    cancelLabel: _t("Discard"),
                    cancel: () => resolve(true),
                    dismiss: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            )
        );
    }

    beforeUnload(ev) {
        if (this.changeCount) {
            ev.preventDefault();
        }
    }
}

registry.category("actions").add("off_cycle_planner", CyclePlanner);
