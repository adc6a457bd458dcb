import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";

const {DateTime} = luxon;
const SPANS = [4, 8, 26]; // weeks

/**
 * All cycles beside each other: a bar from opening to closing, then on to the last
 * pickup of the hub that sells.
 */
export class CycleTimeline extends Component {
    static template = "off_order_cycle.CycleTimeline";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.spans = SPANS;
        const weeks = window.innerWidth < 768 ? SPANS[0] : SPANS[1];
        this.state = useState({weeks, start: this.getStart(weeks), hubs: []});
        onWillStart(() => this.load());
    }

    /** A quarter of what is shown lies behind. */
    getStart(weeks) {
        const back = Math.max(1, Math.round(weeks / 4));
        return DateTime.local().startOf("week").minus({weeks: back});
    }

    get end() {
        return this.state.start.plus({weeks: this.state.weeks});
    }

    async load() {
        this.state.hubs = await this.orm.silent.call(
            "off.order.cycle",
            "get_timeline",
            [serializeDateTime(this.state.start), serializeDateTime(this.end)]
        );
    }

    move(direction) {
        const weeks = direction * Math.ceil(this.state.weeks / 2);
        this.state.start = this.state.start.plus({weeks});
        return this.load();
    }

    goToday() {
        this.state.start = this.getStart(this.state.weeks);
        return this.load();
    }

    setSpan(ev) {
        this.state.weeks = Number(ev.target.value);
        return this.goToday();
    }

    // -- showing ---------------------------------------------------------------------
    get title() {
        const first = this.state.start.toLocaleString(DateTime.DATE_MED);
        const last = this.end.minus({days: 1}).toLocaleString(DateTime.DATE_MED);
        return `${first} – ${last}`;
    }

    get ticks() {
        const step = this.state.weeks > 12 ? 4 : 1;
        const ticks = [];
        for (let week = 0; week < this.state.weeks; week += step) {
            const day = this.state.start.plus({weeks: week});
            ticks.push({
                key: week,
                left: this.getPlace(day),
                text: day.toLocaleString({day: "numeric", month: "short"}),
            });
        }
        return ticks;
    }

    get today() {
        const place = this.getPlace(DateTime.local());
        return place > 0 && place < 100 ? place : null;
    }

    getPlace(moment) {
        const length = this.end.toMillis() - this.state.start.toMillis();
        const place = (moment.toMillis() - this.state.start.toMillis()) / length;
        return Math.min(100, Math.max(0, place * 100));
    }

    getBar([id, name, state, open, close, pickup]) {
        const from = deserializeDateTime(open);
        const until = deserializeDateTime(close);
        const last = pickup ? deserializeDateTime(pickup) : until;
        const left = this.getPlace(from);
        const middle = this.getPlace(until);
        const right = this.getPlace(last);
        const times = [
            _t("opens %s", from.toLocaleString(DateTime.DATETIME_MED)),
            _t("closes %s", until.toLocaleString(DateTime.DATETIME_MED)),
        ];
        if (pickup) {
            times.push(
                _t("last pickup %s", last.toLocaleString(DateTime.DATETIME_MED))
            );
        }
        return {
            id,
            name,
            state,
            left,
            width: Math.max(right - left, 1),
            open: right > left ? ((middle - left) / (right - left)) * 100 : 100,
            title: `${name}: ${times.join(", ")}`,
        };
    }

    openCycle(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "off.order.cycle",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("off_cycle_timeline", CycleTimeline);
