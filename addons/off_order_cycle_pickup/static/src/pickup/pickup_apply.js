import {round} from "./pickup_words";

/** States of orders that may still be handed over */
export const OPEN = ["waiting", "absent", "kept"];

/** What an act changes on this phone before the server has it, by its kind */
export const APPLY = {
    tick: ({line}, act) => {
        line.ticked = act.on;
    },
    collect: ({order}, act) => {
        Object.assign(order, {state: "collected", mine: true, by: "", at: ""});
        Object.assign(order, {collector: act.name, signed: Boolean(act.signature)});
        order.lines.forEach((line) => (line.ticked = true));
    },
    uncollect: ({order}) => {
        order.state = "waiting";
    },
    absent: ({order}, act) => {
        order.state = act.on ? "absent" : "waiting";
    },
    note: ({order}, act) => {
        order.note = act.text;
    },
    short: ({household, line}, act) => {
        line.given = round(line.given + line.out[act.reason] - act.quantity);
        line.out[act.reason] = act.quantity;
        household.stale = true;
    },
    weigh: ({household, line}, act) => {
        Object.assign(line, {weight: act.weight, weighed: act.weight > 0});
        household.stale = true;
    },
    give_up: ({household, order}) => {
        order.state = "cancelled";
        for (const line of order.lines) {
            line.out.left = round(line.out.left + line.given);
            line.given = 0;
        }
        household.stale = true;
    },
    take_back: ({household, order}) => {
        order.state = "waiting";
        household.stale = true;
    },
    sell: ({household, pickup}, act) => {
        const pool = pickup.pool.find((one) => one.product === act.product);
        if (pool) {
            pool.quantity = round(pool.quantity - act.quantity);
        }
        if (household) {
            household.stale = true;
        }
    },
    pay: ({household, pickup}, act) => {
        const journal = pickup.journals.find((one) => one.id === act.journal);
        const amount = act.back ? -act.amount : act.amount;
        household.due = round(household.due - amount);
        household.payments.push({
            ...{key: act.key, amount, journal: journal?.name || ""},
            ...{at: "", by: "", mine: true},
        });
    },
    unpay: ({household}, act) => {
        const found = household.payments.find((one) => one.key === act.by);
        if (found) {
            household.due = round(household.due + found.amount);
            household.payments = household.payments.filter((one) => one !== found);
        }
    },
};

/**
 * What the server said, with what this phone did since.
 *
 * What is due is not reckoned here: a phone knows no prices. It is `stale` until the
 * server has told it.
 */
export function applyActs(server, acts) {
    const pickup = JSON.parse(JSON.stringify(server));
    for (const act of acts) {
        const household = pickup.households.find((one) =>
            act.order
                ? one.orders.some((order) => order.id === act.order)
                : one.id === act.household
        );
        const order = household?.orders.find((one) => one.id === act.order);
        const line = order?.lines.find((one) => one.id === act.line);
        const isThere = household && (order || !act.order) && (line || !act.line);
        if (isThere || act.walk_in) {
            APPLY[act.kind]({pickup, household, order, line}, act);
        }
    }
    return pickup;
}
