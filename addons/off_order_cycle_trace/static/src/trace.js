import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";
import {Layout} from "@web/search/layout";
import {formatDate, deserializeDate} from "@web/core/l10n/dates";
import {formatFloat} from "@web/core/utils/numbers";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

const BACK = ["order", "customer"];
const KINDS = {
    lot: _t("Lot"),
    line: _t("Goods without lot"),
    order: _t("Order"),
    customer: _t("Customer"),
};

/**
 * From goods to customers and back: search, read, take away, recall.
 */
export class Trace extends Component {
    static template = "off_order_cycle_trace.Trace";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({
            ...{text: "", from: "", to: "", found: null, told: null, loading: false},
            ...{dayFrom: "", dayTo: "", history: []},
        });
        onWillStart(() => this.start());
    }

    async start() {
        // The address keeps what is shown, for whoever loads the page again.
        const [kept, number] = (router.current.trace || "").split("-");
        const {params} = this.props.action;
        const kind = params?.kind || kept;
        const id = Number(params?.id || number);
        if (kind && id) {
            await this.open(kind, id);
        }
    }

    kindOf(hit) {
        return KINDS[hit.kind];
    }

    get isBack() {
        return BACK.includes(this.state.told.kind);
    }

    day(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    number(value) {
        return formatFloat(value, {digits: [16, 4], trailingZeros: false});
    }

    // -- reading -----------------------------------------------------------------------
    async search() {
        this.state.loading = true;
        try {
            this.state.found = await this.orm.call("off.trace", "find", [
                this.state.text,
                this.state.from || null,
                this.state.to || null,
            ]);
            this.state.told = null;
            this.state.history = [];
        } finally {
            this.state.loading = false;
        }
    }

    get options() {
        return {date_from: this.state.dayFrom, date_to: this.state.dayTo};
    }

    async open(kind, id, page = 1) {
        this.state.loading = true;
        try {
            const options = {...this.options, page};
            this.state.told = await this.orm.call("off.trace", "get_trace", [
                kind,
                id,
                options,
            ]);
            this.props.updateActionState?.({trace: `${kind}-${id}`});
        } finally {
            this.state.loading = false;
        }
    }

    async follow(kind, id) {
        const {told} = this.state;
        this.state.history.push([told.kind, told.id]);
        await this.open(kind, id);
    }

    async goBack() {
        const before = this.state.history.pop();
        if (before) {
            await this.open(...before);
        } else {
            this.state.told = null;
        }
    }

    turn(step) {
        const {kind, id, customers} = this.state.told;
        return this.open(kind, id, customers.page + step);
    }

    again() {
        return this.open(this.state.told.kind, this.state.told.id);
    }

    // -- leaving -----------------------------------------------------------------------
    address(extension) {
        const {kind, id} = this.state.told;
        const cids = user.activeCompanies.map((one) => one.id).join("-");
        const query = new URLSearchParams({...this.options, cids});
        return `/off/trace/${kind}/${id}.${extension}?${query}`;
    }

    show(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async recall() {
        const {kind, id} = this.state.told;
        const action = await this.orm.call("off.trace", "action_recall", [kind, id]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("off_trace", Trace);
