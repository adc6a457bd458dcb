import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {MultiRecordSelector} from "@web/core/record_selectors/multi_record_selector";
import {user} from "@web/core/user";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {CHANGED} from "../run/run_service";

const RECORDS = ["cycles", "hubs", "producers", "customers", "points"];

/**
 * The working reports of cycles: choose one and what it is limited to, read it page by
 * page, take it away as a spreadsheet or on paper. Long files are made in the
 * background.
 */
export class CycleReports extends Component {
    static template = "off_order_cycle_report.CycleReports";
    static components = {Layout, MultiRecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.runs = useService("off_report_run");
        this.body = useRef("body");
        this.display = {controlPanel: {}};
        this.state = useState({
            ...{code: "supplier_totals", filters: {}, shown: null, open: false},
            ...{loading: false, waiting: 0},
        });
        this.asked = 0;
        useBus(this.runs.bus, CHANGED, () => this.readWaiting());
        onWillStart(() => this.start());
    }

    async start() {
        const {params, context} = this.props.action;
        const cycle = params?.cycle_id || context.active_id || false;
        const told = await this.orm.call("off.cycle.report", "get_reports", [cycle]);
        this.reports = told.reports;
        this.state.filters = {...told.filters, ...this.props.state?.filters};
        const asked = params?.code || this.state.code;
        // Who keeps the books may read others than who packs.
        this.state.code = (
            this.reports.find((report) => report.code === asked) || this.reports[0]
        ).code;
        await Promise.all([this.load(1), this.readWaiting()]);
    }

    // -- what is shown -----------------------------------------------------------------
    get report() {
        return this.reports.find((report) => report.code === this.state.code);
    }

    get selectors() {
        const cycles = this.state.filters.cycles || [];
        const labels = {
            cycles: [_t("Order cycle"), "off.order.cycle", []],
            hubs: [_t("Hub"), "off.hub", []],
            producers: [
                _t("Producer"),
                "res.partner",
                [["off_is_producer", "=", true]],
            ],
            customers: [
                _t("Customer"),
                "res.partner",
                [
                    [
                        "sale_order_ids.off_cycle_id",
                        cycles.length ? "in" : "!=",
                        cycles.length ? cycles : false,
                    ],
                ],
            ],
            points: [_t("Pickup point"), "off.pickup.point", []],
        };
        const named = RECORDS.filter((name) => this.report.filters.includes(name));
        return named.map((name) => {
            const [label, model, domain] = labels[name];
            return {name, label, model, domain, ids: this.state.filters[name] || []};
        });
    }

    /** How many filters there are, for who has them folded away on a phone. */
    get filterCount() {
        const {filters} = this.state;
        const lists = this.report.filters.filter((name) => filters[name]?.length);
        const dated = this.report.days.length && (filters.date_from || filters.date_to);
        return lists.length + (dated ? 1 : 0);
    }

    /** Which days the first and last are of: what was chosen, if the report has it. */
    get dayKind() {
        const kinds = this.report.days.map((one) => one.value);
        const chosen = this.state.filters.date_kind;
        return kinds.includes(chosen) ? chosen : kinds[0];
    }

    get pages() {
        const {page, pages} = this.state.shown;
        return _t("Page %(page)s of %(pages)s", {page, pages});
    }

    async load(page) {
        const turn = ++this.asked;
        this.state.loading = true;
        try {
            const shown = await this.orm.call("off.cycle.report", "get_page", [
                this.state.code,
                this.state.filters,
                page,
            ]);
            if (turn === this.asked) {
                this.state.shown = shown;
                if (this.body.el) {
                    this.body.el.scrollTop = 0;
                }
            }
        } finally {
            if (turn === this.asked) {
                this.state.loading = false;
            }
        }
    }

    choose(code) {
        this.state.code = code;
        return this.load(1);
    }

    setFilter(name, value) {
        this.state.filters = {...this.state.filters, [name]: value};
        return this.load(1);
    }

    clearFilters() {
        this.state.filters = {};
        return this.load(1);
    }

    // -- files -------------------------------------------------------------------------
    async readWaiting() {
        this.state.waiting = await this.orm.silent.searchCount("off.report.run", [
            ["state", "in", ["draft", "running"]],
        ]);
    }

    async getFile(extension) {
        if (this.state.shown.long) {
            await this.orm.call("off.cycle.report", "start", [
                this.state.code,
                this.state.filters,
                extension,
            ]);
            this.notification.add(
                _t(
                    "This is long: it is made in the background. You will be told, and find it under “My reports”."
                ),
                {type: "info"}
            );
            return this.readWaiting();
        }
        const filters = encodeURIComponent(JSON.stringify(this.state.filters));
        const cids = user.activeCompanies.map((one) => one.id).join("-");
        browser.open(
            `/off/reports/${this.state.code}.${extension}?filters=${filters}&cids=${cids}`,
            "_self"
        );
    }

    openRuns() {
        return this.action.doAction("off_order_cycle_report.off_report_run_action");
    }
}

registry.category("actions").add("off_cycle_reports", CycleReports);
