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
import {Keep} from "@off_order_cycle/keep";
import {OPEN} from "./pickup_apply";
import {PickupClose} from "./pickup_close";
import {PickupPerson} from "./pickup_person";
import {PickupPool} from "./pickup_pool";
import {PickupStore} from "./pickup_store";
import {STATES, inMoney, plain} from "./pickup_words";

const FRESH = 60000; // milliseconds after which others' doings are fetched

/** Handing over at a pickup with a phone: who comes, then what and how much. */
export class Pickup extends Component {
    static template = "off_order_cycle_pickup.Pickup";
    static components = {PickupClose, PickupPerson, PickupPool};
    static props = {slotId: Number, day: Boolean, userId: Number, database: String};

    setup() {
        const {slotId, day, userId, database} = this.props;
        const keep = new Keep("off_pickup", `${database}:${userId}:`);
        this.store = useState(new PickupStore(markRaw(keep), {slotId, day}));
        this.state = useState({
            ...{view: "list", household: null, search: "", filter: "waiting"},
            ...{told: "", failed: ""},
        });
        this.labels = STATES();
        const again = () => this.store.sendSoon(0);
        onWillStart(async () => {
            try {
                await this.store.load();
            } catch (error) {
                this.state.failed = error.data?.message || error.message;
            }
        });
        let timer = null;
        onMounted(() => {
            browser.addEventListener("online", again);
            timer = browser.setInterval(() => this.refresh(), FRESH);
        });
        onWillUnmount(() => {
            browser.removeEventListener("online", again);
            browser.clearInterval(timer);
            this.store.stop();
        });
    }

    refresh() {
        if (!this.store.queue.length) {
            this.store.reload();
        }
    }

    get pickup() {
        return this.store.pickup;
    }

    money(amount) {
        return inMoney(amount, this.pickup.currency);
    }

    // -- how far it is ---------------------------------------------------------------
    get progress() {
        const {households} = this.pickup;
        const total = households.length;
        const done = households.filter(
            (one) => this.stateOf(one) === "collected"
        ).length;
        return {
            ...{total, done, part: total ? Math.round((100 * done) / total) : 0},
            text: _t("%(done)s of %(total)s collected", {done, total}),
        };
    }

    /** Of several orders, the one that is still to be handed over counts. */
    stateOf(household) {
        const states = household.orders.map((order) => order.state);
        return [...OPEN, "collected", "charged", "cancelled"].find((state) =>
            states.includes(state)
        );
    }

    get filters() {
        const count = (name) =>
            this.pickup.households.filter((one) => this.isIn(one, name)).length;
        return [
            ["waiting", _t("Waiting")],
            ["collected", _t("Collected")],
            ["absent", _t("Did not come")],
            ["all", _t("All")],
        ].map(([name, label]) => ({name, label, count: count(name)}));
    }

    isIn(household, filter) {
        const state = this.stateOf(household);
        if (filter === "absent") {
            return !["waiting", "collected"].includes(state);
        }
        return filter === "all" || state === filter;
    }

    /** Whoever searches finds everybody, whatever is filtered. */
    get shown() {
        const words = plain(this.state.search).split(/\s+/).filter(Boolean);
        const {households} = this.pickup;
        if (!words.length) {
            return households.filter((one) => this.isIn(one, this.state.filter));
        }
        return households.filter((one) => {
            const text = plain(this.textOf(one));
            return words.every((word) => text.includes(word));
        });
    }

    textOf(household) {
        const orders = household.orders.flatMap((one) => [
            one.name,
            one.crate,
            one.person,
        ]);
        return [household.name, ...household.contacts, ...orders].join(" ");
    }

    get emptyText() {
        if (this.state.search.trim()) {
            return _t("Nobody of that name or number collects here.");
        }
        return {
            waiting: _t("Nobody is waiting any more."),
            collected: _t("Nobody has collected yet."),
            absent: _t("Nobody stayed away."),
            all: _t("Nobody ordered for this pickup."),
        }[this.state.filter];
    }

    namesOf(household) {
        return household.contacts.join(", ");
    }

    detailsOf(household) {
        return household.orders
            .map((order) => [order.crate && `#${order.crate}`, order.name])
            .map((parts) => parts.filter(Boolean).join(" "))
            .join(" · ");
    }

    // -- what is told ----------------------------------------------------------------
    get unsentText() {
        return _t("%s to send", this.store.queue.length);
    }

    get offlineText() {
        return _t(
            "No network: go on. What you do is kept in this phone and sent later."
        );
    }

    whoOf(refused) {
        const {act} = refused;
        const household = this.pickup.households.find(
            (one) =>
                one.id === act.household ||
                one.orders.some((order) => order.id === act.order)
        );
        const amount = act.kind === "pay" ? ` (${this.money(act.amount)})` : "";
        return `${household?.name || ""}${amount}`;
    }

    /** Money that was taken is money: it is kept as a credit, or given back. */
    mayInsist(refused) {
        return refused.code === "paid";
    }

    insist(refused) {
        this.store.insist(refused, {more: true});
    }

    tell(text) {
        this.state.told = text;
        browser.setTimeout(() => {
            if (this.state.told === text) {
                this.state.told = "";
            }
        }, 4000);
    }

    // -- where one is ----------------------------------------------------------------
    get household() {
        return this.pickup.households.find((one) => one.id === this.state.household);
    }

    open(household) {
        Object.assign(this.state, {view: "person", household: household.id, told: ""});
        window.scrollTo(0, 0);
    }

    back(text) {
        Object.assign(this.state, {view: "list", household: null, search: ""});
        window.scrollTo(0, 0);
        if (text) {
            this.tell(text);
        }
    }

    // -- left-overs for who has no order -----------------------------------------------
    get maySell() {
        const {closed, pool, ready, settled, walk_in: customer} = this.pickup;
        return (
            ready &&
            customer &&
            !closed &&
            !settled &&
            pool.some((one) => one.quantity > 0)
        );
    }

    sell(row, quantity) {
        this.store.do("sell", {walk_in: true, product: row.product, quantity});
        this.tell(
            _t("%(product)s: sold. Take the payment at “%(customer)s”.", {
                product: row.name,
                customer: this.pickup.walk_in,
            })
        );
    }

    close() {
        this.state.view = "close";
        window.scrollTo(0, 0);
    }
}

registry.category("lazy_components").add("off_order_cycle_pickup.Pickup", Pickup);
