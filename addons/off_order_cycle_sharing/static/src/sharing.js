import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatCurrency} from "@web/core/currency";
import {formatFloat} from "@web/core/utils/numbers";
import {parseFloat} from "@web/views/fields/parsers";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

const MODEL = "off.order.cycle";
// Beyond the four decimals that are kept.
const LEAST = 0.00005;

/** Who gets what of a cycle; changed by hand until it is handed over. */
export class Sharing extends Component {
    static template = "off_order_cycle_sharing.Sharing";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.action = useService("action");
        const {params, context} = this.props.action;
        this.cycleId = params?.cycle_id || context?.active_id;
        this.state = useState({
            cycle: null,
            productId: 0,
            // Texts that were typed and are not saved, by order line.
            typed: {},
            onlyShort: false,
            search: "",
            isBusy: false,
        });
        onWillStart(() => this.load());
    }

    async load() {
        if (!this.cycleId) {
            return;
        }
        const cycle = await this.orm.call(MODEL, "off_get_sharing", [[this.cycleId]]);
        this.state.cycle = cycle;
        this.state.typed = {};
        if (!this.product) {
            this.state.productId = cycle.products[0]?.id || 0;
        }
    }

    // -- what is shown ---------------------------------------------------------------
    get products() {
        const words = this.state.search.trim().toLowerCase();
        return this.state.cycle.products.filter(
            (one) =>
                (!this.state.onlyShort || this.isShort(one)) &&
                one.name.toLowerCase().includes(words)
        );
    }

    get product() {
        return this.state.cycle?.products.find(
            (one) => one.id === this.state.productId
        );
    }

    get canChange() {
        return this.state.cycle.state === "allocated";
    }

    get isTyped() {
        return Object.keys(this.state.typed).length > 0;
    }

    isShort(product) {
        return product.given < product.asked - LEAST;
    }

    /** What a line is given, as it would be saved; NaN where it is no quantity. */
    getGiven(line) {
        const text = this.state.typed[line.id];
        if (!line.id || text === undefined) {
            return line.given;
        }
        try {
            const given = parseFloat(text.trim());
            return given >= 0 ? given : NaN;
        } catch {
            return NaN;
        }
    }

    isWrong(line) {
        return Number.isNaN(this.getGiven(line));
    }

    getText(line) {
        return this.state.typed[line.id] ?? this.format(line.given);
    }

    getTotal(product) {
        return product.lines.reduce((sum, line) => sum + this.getGiven(line), 0);
    }

    getLeft(product) {
        return product.received - this.getTotal(product);
    }

    getShortText(product) {
        const missing = this.format(product.asked - product.given);
        return _t("%(missing)s %(unit)s short", {missing, unit: product.unit});
    }

    getArrivedText(product) {
        return _t("%(received)s %(unit)s arrived, %(asked)s asked.", {
            received: this.format(product.received),
            unit: product.unit,
            asked: this.format(product.asked),
        });
    }

    getLeftText(product) {
        return _t("Left over: %s", this.format(this.getLeft(product)));
    }

    getLotsText(product) {
        return _t("Lots: %s", product.lots.join(", "));
    }

    get problem() {
        const product = this.product;
        if (product.lines.some((line) => this.isWrong(line))) {
            return _t("Write a number from 0 on.");
        }
        const left = this.getLeft(product);
        return left < -LEAST
            ? _t("%(more)s %(unit)s more than arrived.", {
                  more: this.format(-left),
                  unit: product.unit,
              })
            : "";
    }

    format(quantity) {
        return formatFloat(quantity, {digits: [16, 4], trailingZeros: false});
    }

    formatPrice(amount) {
        return formatCurrency(amount, this.state.cycle.currency_id);
    }

    // -- what is done ----------------------------------------------------------------
    choose(product) {
        if (this.isTyped && product.id !== this.state.productId) {
            this.notification.add(
                _t("Save or discard the changes of %s first.", this.product.name),
                {type: "warning"}
            );
            return;
        }
        this.state.productId = product.id;
    }

    type(line, text) {
        if (text === this.format(line.given)) {
            delete this.state.typed[line.id];
        } else {
            this.state.typed[line.id] = text;
        }
    }

    discard() {
        this.state.typed = {};
    }

    async save() {
        const shares = {};
        for (const line of this.product.lines) {
            if (this.state.typed[line.id] !== undefined) {
                shares[line.id] = this.getGiven(line);
            }
        }
        await this.change("off_share_by_hand", shares);
    }

    async shareBy(rule) {
        await this.change("off_share_by_rule", rule);
    }

    async change(method, what) {
        const product = this.product;
        this.state.isBusy = true;
        try {
            const found = await this.orm.call(MODEL, method, [
                [this.cycleId],
                product.id,
                what,
                product.stamp,
            ]);
            Object.assign(product, found);
            this.state.typed = {};
        } finally {
            this.state.isBusy = false;
        }
    }

    openCycle() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.cycleId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("off_cycle_sharing", Sharing);
