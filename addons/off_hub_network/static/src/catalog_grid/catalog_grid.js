import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {parseFloat as parseNumber} from "@web/views/fields/parsers";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useRef, useState} from "@odoo/owl";

const ROW_HEIGHT = 40; // pixels, the same in catalog_grid.scss
const AROUND = 10; // rows drawn above and below those in sight
const DELAY = 500; // milliseconds without a change before it is saved

/**
 * All terms of a hub in one table.
 *
 * Thousands of rows stay quick because only those in sight are drawn. Changes are saved
 * together in the background; a row that could not be saved keeps what was typed.
 */
export class CatalogGrid extends Component {
    static template = "off_hub_network.CatalogGrid";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.body = useRef("body");
        this.pending = {};
        this.saving = Promise.resolve();
        this.display = {controlPanel: {}};
        this.rules = [
            ["producer", _t("Producer's price")],
            ["margin", _t("With a margin")],
            ["fixed", _t("Own price")],
        ];
        this.state = useState({
            rows: [],
            query: "",
            producer: "",
            changed: false,
            first: 0,
            count: 40,
            margin: "",
            status: "saved",
            mayEdit: false,
        });
        const hubId = this.props.action.params?.hub_id;
        this.hubId = hubId || this.props.action.context.active_id;
        useSetupAction({beforeLeave: () => this.flush()});
        onWillStart(() => this.load());
    }

    async load() {
        const grid = await this.orm.call("off.hub", "get_catalog_grid", [[this.hubId]]);
        this.currency = grid.currency;
        this.env.config.setDisplayName?.(_t("Catalogue of %s", grid.name));
        this.state.mayEdit = grid.may_edit;
        this.state.rows = grid.rows;
        this.producers = [...new Set(grid.rows.map((row) => row.producer))];
    }

    // -- rows in sight -----------------------------------------------------------
    get shown() {
        const words = this.fold(this.state.query).split(/\s+/).filter(Boolean);
        return this.state.rows.filter((row) => {
            if (this.state.producer && row.producer !== this.state.producer) {
                return false;
            }
            if (this.state.changed && !row.own) {
                return false;
            }
            const text = this.fold(`${row.name} ${row.code} ${row.producer}`);
            return words.every((word) => text.includes(word));
        });
    }

    fold(text) {
        return text
            .normalize("NFD")
            .replace(/\p{Diacritic}/gu, "")
            .toLowerCase();
    }

    get sight() {
        const shown = this.shown;
        const first = Math.max(0, Math.min(this.state.first, shown.length) - AROUND);
        const last = Math.min(shown.length, first + this.state.count + 2 * AROUND);
        return {
            total: shown.length,
            rows: shown.slice(first, last),
            first,
            above: first * ROW_HEIGHT,
            below: (shown.length - last) * ROW_HEIGHT,
        };
    }

    onScroll() {
        const {scrollTop, clientHeight} = this.body.el;
        this.state.first = Math.floor(scrollTop / ROW_HEIGHT);
        this.state.count = Math.ceil(clientHeight / ROW_HEIGHT) || 40;
    }

    onFilter() {
        this.state.first = 0;
        if (this.body.el) {
            this.body.el.scrollTop = 0;
        }
    }

    // -- showing -----------------------------------------------------------------
    money(value) {
        return formatMonetary(value, {currencyId: this.currency});
    }

    number(value) {
        return formatFloat(value, {digits: [16, 2], trailingZeros: false});
    }

    left(row) {
        if (row.own_stock && row.applies) {
            return this.number(Math.max(row.declared_qty - row.reserved_qty, 0));
        }
        return row.left === null ? _t("on demand") : this.number(row.left);
    }

    // -- changes -------------------------------------------------------------------
    onNumber(row, cell, ev) {
        let value;
        try {
            value = parseNumber(ev.target.value || "0");
        } catch {
            row.error = _t("“%s” is not a number.", ev.target.value);
            return;
        }
        this.change([row], {[cell]: value});
    }

    change(rows, cells) {
        for (const row of rows) {
            row.error = "";
            Object.assign(row, cells);
            this.pending[row.id] = {...this.pending[row.id], ...cells};
        }
        this.state.status = "changed";
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), DELAY);
    }

    reset(row) {
        this.change([row], {reset: true});
        delete row.reset;
    }

    setMargin() {
        let margin;
        try {
            margin = parseNumber(this.state.margin);
        } catch {
            this.notification.add(_t("Write the margin as a number, such as 12.5."), {
                type: "warning",
            });
            return;
        }
        const rows = this.shown.filter((row) => row.applies);
        this.change(rows, {price_rule: "margin", margin});
    }

    setSold(visible) {
        this.change(this.shown, {visible});
    }

    /** Save what is pending, after what is being saved. */
    flush() {
        clearTimeout(this.timer);
        this.saving = this.saving.then(() => this.save());
        return this.saving;
    }

    async save() {
        const changes = this.pending;
        if (!Object.keys(changes).length) {
            return true;
        }
        this.pending = {};
        this.state.status = "saving";
        try {
            const rows = await this.orm.silent.call("off.hub", "save_catalog_grid", [
                [this.hubId],
                changes,
            ]);
            this.update(rows);
            this.state.status = "saved";
            return true;
        } catch (error) {
            this.keep(changes, error.data?.message || _t("The server did not answer."));
            return true;
        }
    }

    /** Take what the server has, except where somebody types on. */
    update(rows) {
        const fresh = new Map(rows.map((row) => [row.id, row]));
        for (const row of this.state.rows) {
            const now = fresh.get(row.id);
            if (now) {
                Object.assign(row, now, this.pending[row.id], {error: ""});
            }
        }
    }

    keep(changes, message) {
        for (const row of this.state.rows) {
            if (row.id in changes) {
                row.error = message;
            }
        }
        this.state.status = "failed";
        this.notification.add(message, {type: "danger", sticky: true});
    }

    retry() {
        for (const row of this.state.rows.filter((each) => each.error)) {
            const {visible, price_rule, margin, price, own_stock, declared_qty} = row;
            const cells = {visible, price_rule, margin, price, own_stock, declared_qty};
            this.change([row], cells);
        }
    }

    // -- keyboard --------------------------------------------------------------------
    onKeydown(ev) {
        const step = {ArrowUp: -1, ArrowDown: 1, Enter: 1}[ev.key];
        const {row, cell} = ev.target.dataset;
        if (!step || !cell || ev.target.tagName === "SELECT") {
            return;
        }
        ev.preventDefault();
        const next = this.body.el.querySelector(
            `[data-row="${Number(row) + step}"][data-cell="${cell}"]`
        );
        next?.focus();
        next?.select?.();
    }
}

registry.category("actions").add("off_catalog_grid", CatalogGrid);
