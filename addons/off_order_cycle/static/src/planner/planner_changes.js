/** How each kind of value is saved: where it goes, and what is sent of it. */
const KINDS = {
    x: ([edge], value) =>
        value ? ["join", [edge, value.direction, value.member]] : ["leave", edge],
    s: (ids, value, base) => ["supplied", [...ids, base ?? null, value]],
    c: (ids, value, base) => ["cells", [...ids, base, value]],
    k: (ids, value, base) => ["packs", [...ids, base, value]],
    t: ([slot], {edge, value}, base) => [
        "slots",
        [slot, edge, base?.value ?? null, value],
    ],
    f: ([place], value, base) => [
        "fees",
        [
            place,
            value.filter((id) => !base.includes(id)),
            base.filter((id) => !value.includes(id)),
        ],
    ],
};

/**
 * What the server is to save: each value beside the one that was seen.
 *
 * @param {PlannerStore} store
 * @returns {Object} lists by kind, as `save_planner` takes them
 */
export function collectChanges(store) {
    const lists = ["join", "leave", "supplied", "packs", "cells", "slots", "fees"];
    const changes = Object.fromEntries(lists.map((list) => [list, []]));
    for (const [key, value] of store.edits) {
        const [kind, ...parts] = key.split(":");
        const ids = parts.map(Number);
        if (matters(store, kind, ids, value)) {
            const [list, change] = KINDS[kind](ids, value, store.getBaseOf(key));
            changes[list].push(change);
        }
    }
    return changes;
}

/** What is changed about somebody who leaves, or a product that does, is gone. */
function matters(store, kind, ids, value) {
    switch (kind) {
        case "s":
            return store.takesPart(ids[0]);
        case "k":
            return (
                store.takesPart(ids[0]) &&
                store.isSupplied(store.rowsByKey.get(`${ids[0]}:${ids[1]}`))
            );
        case "c":
            return (
                store.takesPart(ids[0]) &&
                store.takesPart(ids[1]) &&
                store.isSupplied(store.rowsByKey.get(`${ids[1]}:${ids[2]}`))
            );
        case "t":
            return store.takesPart(value.edge);
        case "f":
            return !ids[0] || store.takesPart(ids[0]);
        default:
            return true;
    }
}
