import {collectChanges} from "./planner_changes";

/**
 * What the planner knows, what was changed in it, and what is to be saved.
 *
 * Plain JavaScript without any component: values of the server (rows, cells) lie under
 * those that were changed (edits). Keys of values, as the server names them too:
 *
 *     s:EXCHANGE:PRODUCT            price at which it is supplied, null where it is not
 *     c:HUB'S EXCHANGE:EXCHANGE:PRODUCT  [price, limit, limit per customer] or null
 *     k:EXCHANGE:PRODUCT            [size of a case, least of all orders], 0 for none
 *     x:EXCHANGE                    null where it leaves, {direction, member} of new ones
 *     t:SLOT                        {edge, value: [point, from, to, limit] or null}
 *     f:EXCHANGE                    ids of fees, of 0 those of the coordinator
 */
export class PlannerStore {
    constructor(data) {
        Object.assign(this, data);
        this.edits = new Map();
        this.history = [];
        this.errors = new Map();
        this.cells = new Map();
        this.newest = 0;
        this.rows = data.rows.map(readRow);
        this.incoming = data.incoming.map(([id, producer, name, hub]) => ({
            id,
            producer,
            name,
            hub,
        }));
        const companies = new Map(data.companies);
        this.outgoing = data.outgoing.map(([id, hub, name, mayEdit]) => ({
            id,
            hub,
            name,
            mayEdit,
            company: companies.get(id),
        }));
        this.fees = new Map(
            data.fees.map(([id, name, summary, company]) => [
                id,
                {id, name, summary, company},
            ])
        );
        this.places = new Map(data.places);
        this.packs = new Map();
        this.keepPacks(data.packs);
        this.slots = new Map(
            data.slots.map(([id, edge, point, start, end, limit, orders]) => [
                id,
                {id, edge, value: [point, start, end, limit], orders},
            ])
        );
        this.baseCounts = new Map();
        for (const [edge, source, count, amount] of data.counts) {
            this.baseCounts.set(`${edge}:${source}`, {count, amount});
        }
        this.touch();
    }

    /** Forget what was derived from values that changed. */
    touch() {
        this.derived = {};
    }

    derive(name, compute) {
        if (!(name in this.derived)) {
            this.derived[name] = compute();
        }
        return this.derived[name];
    }

    // -- who takes part --------------------------------------------------------------
    get suppliers() {
        return this.derive("suppliers", () => this.takePart("incoming", this.incoming));
    }

    get sellers() {
        return this.derive("sellers", () => this.takePart("outgoing", this.outgoing));
    }

    takePart(direction, known) {
        const kept = known.filter((edge) => !this.edits.has(`x:${edge.id}`));
        for (const [key, value] of this.edits) {
            if (key.startsWith("x:-") && value?.direction === direction) {
                kept.push(value);
            }
        }
        return kept;
    }

    /** Whether an exchange is there, and does not leave. */
    takesPart(id) {
        const ids = this.derive(
            "present",
            () => new Set([...this.suppliers, ...this.sellers].map((edge) => edge.id))
        );
        return ids.has(id);
    }

    get addableProducers() {
        const taken = new Set(this.suppliers.map((edge) => edge.producer));
        return this.producers.filter(([id]) => !taken.has(id));
    }

    get addableHubs() {
        const taken = new Set(this.sellers.map((edge) => edge.hub));
        return this.hubs.filter(([id]) => !taken.has(id));
    }

    addSeller(hub) {
        const name = this.hubs.find(([id]) => id === hub)[1];
        const left = this.outgoing.find((edge) => edge.hub === hub);
        if (left) {
            return this.set([[`x:${left.id}`, undefined]]);
        }
        return this.join({direction: "outgoing", member: hub, hub, name});
    }

    /** @param {Array} products lists [product, name, code, category, price] */
    addSupplier(producer, products) {
        const name = this.producers.find(([id]) => id === producer)[1];
        const left = this.incoming.find((edge) => edge.producer === producer);
        if (left) {
            return this.set([[`x:${left.id}`, undefined]]);
        }
        const id = this.join({direction: "incoming", member: producer, producer, name});
        this.rows = this.rows.concat(
            products.map(([product, label, code, category, price]) =>
                readRow([id, product, label, code, category, 0, price, 0, 0])
            )
        );
        this.touch();
        return id;
    }

    join(values) {
        const id = --this.newest;
        const edge = {id, mayEdit: true, company: this.company, ...values};
        this.set([[`x:${id}`, edge]]);
        return id;
    }

    leave(edge) {
        this.set([[`x:${edge.id}`, edge.id < 0 ? undefined : null]]);
    }

    // -- rows ------------------------------------------------------------------------
    get groups() {
        return this.derive("groups", () => {
            const groups = new Map(
                this.suppliers.map((edge) => [edge.id, {edge, rows: []}])
            );
            for (const row of this.rows) {
                groups.get(row.edge)?.rows.push(row);
            }
            return [...groups.values()].sort((a, b) =>
                a.edge.name.localeCompare(b.edge.name)
            );
        });
    }

    getSupplied(row) {
        const key = `s:${row.edge}:${row.product}`;
        return this.edits.has(key) ? this.edits.get(key) : getBasePrice(row);
    }

    isSupplied(row) {
        const key = `s:${row.edge}:${row.product}`;
        return this.edits.has(key) ? this.edits.get(key) !== null : Boolean(row.offer);
    }

    // -- cases -----------------------------------------------------------------------
    keepPacks(packs) {
        for (const [edge, product, size, least] of packs) {
            this.packs.set(`${edge}:${product}`, [size, least]);
        }
    }

    /** @returns [size of a case, least of all orders], 0 for none */
    getPack(row) {
        const key = `${row.edge}:${row.product}`;
        return this.edits.get(`k:${key}`) || this.packs.get(key) || [0, 0];
    }

    // -- cells -----------------------------------------------------------------------
    /** What the server has: a list where it is sold, a price or null where it is not,
     * undefined where it was not asked yet. */
    getKnown(edge, row) {
        return this.cells.get(cellKey(edge, row));
    }

    /** @returns [price, limit, limit per customer] or null */
    getBase(edge, row) {
        const known = this.getKnown(edge, row);
        return Array.isArray(known) ? known.slice(1, 4) : null;
    }

    getCell(edge, row) {
        if (!this.isSupplied(row)) {
            return null;
        }
        const key = cellKey(edge, row);
        return this.edits.has(key) ? this.edits.get(key) : this.getBase(edge, row);
    }

    getDefault(edge, row) {
        const known = this.getKnown(edge, row);
        if (Array.isArray(known)) {
            return known[1];
        }
        return known ?? this.getSupplied(row) ?? undefined;
    }

    getSold(edge, row) {
        const known = this.getKnown(edge, row);
        return Array.isArray(known) ? known[4] : 0;
    }

    forgetCells(rows) {
        for (const row of rows) {
            for (const edge of this.sellers) {
                this.cells.delete(cellKey(edge, row));
            }
        }
    }

    /** @returns the values that make these rows sold, or not, by the hub */
    prepareSold(edge, rows, sold) {
        const changes = [];
        for (const row of rows) {
            const now = this.getCell(edge, row);
            if (Boolean(now) === sold || !this.isSupplied(row)) {
                continue;
            }
            if (sold) {
                const price = this.getDefault(edge, row);
                const value = this.getBase(edge, row) || [price ?? null, null, 0];
                changes.push([cellKey(edge, row), value]);
            } else if (!this.getSold(edge, row)) {
                changes.push([cellKey(edge, row), null]);
            }
        }
        return changes;
    }

    // -- counts ----------------------------------------------------------------------
    getCount(edge, source) {
        const base = this.baseCounts.get(`${edge.id}:${source.id}`);
        const delta = this.deltas.get(`${edge.id}:${source.id}`) || 0;
        return {count: (base?.count || 0) + delta, amount: base?.amount || 0};
    }

    getTotal(edge) {
        const total = {count: 0, amount: 0};
        for (const source of this.suppliers) {
            const {count, amount} = this.getCount(edge, source);
            total.count += count;
            total.amount += amount;
        }
        return total;
    }

    getSuppliedCount(group) {
        return this.suppliedCounts.get(group.edge.id) || 0;
    }

    get suppliedCounts() {
        return this.derive("supplied", () => {
            const counts = new Map();
            for (const row of this.rows) {
                if (this.isSupplied(row)) {
                    counts.set(row.edge, (counts.get(row.edge) || 0) + 1);
                }
            }
            return counts;
        });
    }

    get deltas() {
        return this.derive("deltas", () => {
            const deltas = new Map();
            const add = (place, change) =>
                deltas.set(place, (deltas.get(place) || 0) + change);
            for (const [key, value] of this.edits) {
                const [kind, edge, source, product] = key.split(":");
                if (kind === "c") {
                    const row = this.rowsByKey.get(`${source}:${product}`);
                    const sold = Boolean(value) && this.isSupplied(row);
                    const change = sold - Array.isArray(this.cells.get(key));
                    add(`${edge}:${source}`, change);
                } else if (kind === "s" && value === null) {
                    this.addGone(this.rowsByKey.get(`${edge}:${source}`), add);
                }
            }
            return deltas;
        });
    }

    /** What is not supplied any more is not sold any more. */
    addGone(row, add) {
        for (const edge of this.sellers) {
            const key = cellKey(edge, row);
            if (Array.isArray(this.cells.get(key)) && !this.edits.has(key)) {
                add(`${edge.id}:${row.edge}`, -1);
            }
        }
    }

    // -- pickups and fees --------------------------------------------------------------
    getSlots(edge) {
        const slots = [...this.slots.values()].filter((slot) => slot.edge === edge.id);
        const shown = slots.map((slot) => ({
            ...slot,
            ...(this.edits.get(`t:${slot.id}`) || {}),
        }));
        for (const [key, slot] of this.edits) {
            if (key.startsWith("t:-") && slot.edge === edge.id) {
                shown.push({...slot, id: Number(key.slice(2)), orders: 0});
            }
        }
        return shown.filter((slot) => slot.value);
    }

    setSlot(edge, id, value) {
        const gone = value === null && id < 0;
        this.set([[`t:${id}`, gone ? undefined : {edge: edge.id, value}]]);
    }

    addSlot(edge, value) {
        this.setSlot(edge, --this.newest, value);
    }

    getPoints(edge) {
        return this.points.filter((point) => point[1] === edge.hub);
    }

    getFees(place) {
        const ids = this.edits.get(`f:${place}`) || this.places.get(place) || [];
        return ids.map((id) => this.fees.get(id)).filter(Boolean);
    }

    setFees(place, ids) {
        this.set([[`f:${place}`, ids]]);
    }

    // -- changes and undo ----------------------------------------------------------
    /** Change values in one step that can be undone; undefined takes a change back. */
    set(changes) {
        const before = [];
        for (const [key, value] of changes) {
            before.push([key, this.edits.get(key)]);
            this.put(key, value);
            this.errors.delete(key);
        }
        if (before.length) {
            this.history.push(before);
        }
        this.touch();
    }

    put(key, value) {
        const leaves = key.startsWith("x:");
        if (value === undefined || (!leaves && isSame(value, this.getBaseOf(key)))) {
            this.edits.delete(key);
        } else {
            this.edits.set(key, value);
        }
    }

    getBaseOf(key) {
        const [kind, first, second] = key.split(":");
        if (kind === "s") {
            const row = this.rowsByKey.get(`${first}:${second}`);
            return row ? getBasePrice(row) : undefined;
        }
        if (kind === "c") {
            const known = this.cells.get(key);
            return Array.isArray(known) ? known.slice(1, 4) : null;
        }
        if (kind === "k") {
            return this.packs.get(`${first}:${second}`) || [0, 0];
        }
        if (kind === "f") {
            return this.places.get(Number(first)) || [];
        }
        if (kind === "t") {
            const slot = this.slots.get(Number(first));
            return slot && {edge: slot.edge, value: slot.value};
        }
        return undefined;
    }

    get rowsByKey() {
        return this.derive(
            "rowsByKey",
            () => new Map(this.rows.map((row) => [`${row.edge}:${row.product}`, row]))
        );
    }

    undo() {
        for (const [key, value] of this.history.pop() || []) {
            this.put(key, value);
            this.errors.delete(key);
        }
        this.touch();
    }

    discard() {
        this.edits.clear();
        this.errors.clear();
        this.history = [];
        this.rows = this.rows.filter((row) => row.edge > 0);
        this.touch();
    }

    isChanged(row) {
        return this.changedRows.has(`${row.edge}:${row.product}`);
    }

    get changedRows() {
        return this.derive("changed", () => getRowKeys(this.edits.keys()));
    }

    /** Texts of what is wrong in a row. */
    getErrors(row) {
        const key = `${row.edge}:${row.product}`;
        return [...this.errors].filter(([one]) => getRowKey(one) === key);
    }

    // -- saving ------------------------------------------------------------------------
    getChanges() {
        return collectChanges(this);
    }

    /** Whether a save changed more than rows and cells. */
    static isWide(changes) {
        return Boolean(
            changes.supplied.some((change) => change[3] === null) +
            changes.join.length +
            changes.leave.length +
            changes.slots.length +
            changes.fees.length
        );
    }

    /** Take over what was saved, where only rows and cells changed. */
    applySaved(changes, answer) {
        for (const [place, delta] of this.deltas) {
            const base = this.baseCounts.get(place) || {count: 0, amount: 0};
            this.baseCounts.set(place, {...base, count: base.count + delta});
        }
        for (const [edge, product, offer] of answer.offers) {
            const row = this.rowsByKey.get(`${edge}:${product}`);
            const price = this.edits.get(`s:${edge}:${product}`);
            row.offer = offer;
            row.price = price ?? row.price;
        }
        this.keepPacks(answer.packs);
        this.forgetCells(this.getTouched(changes));
        this.edits.clear();
        this.errors.clear();
        this.history = [];
        this.touch();
    }

    /** Keep what was typed, beside what is wrong and what the server has now. */
    applyErrors(changes, answer) {
        this.errors = new Map(answer.errors.map(([key, text]) => [key, text]));
        for (const [key, , now] of answer.errors) {
            const [kind, first, second] = key.split(":");
            if (kind === "s") {
                const row = this.rowsByKey.get(`${first}:${second}`);
                row.offer = now === null ? 0 : row.offer;
                row.price = now ?? row.price;
            } else if (kind === "k") {
                this.packs.set(`${first}:${second}`, now);
            } else if (kind === "c") {
                const known = this.cells.get(key);
                const rest = Array.isArray(known) ? known : [0, 0, null, 0, 0];
                this.cells.set(key, now ? [rest[0], ...now, rest[4]] : null);
            } else if (kind === "t" && this.slots.has(Number(first))) {
                this.slots.get(Number(first)).value = now;
            }
        }
        this.touch();
    }

    getTouched(changes) {
        const keys = [
            ...changes.supplied.map(([edge, product]) => `${edge}:${product}`),
            ...changes.cells.map(([, edge, product]) => `${edge}:${product}`),
        ];
        return keys.map((key) => this.rowsByKey.get(key)).filter(Boolean);
    }
}

function readRow([edge, product, name, code, category, offer, price, ordered, carts]) {
    return {edge, product, name, code, category, offer, price, ordered, carts};
}

/** A producer's price that the user may not know is no reason to call it unsupplied. */
function getBasePrice(row) {
    return row.offer ? row.price : null;
}

export function cellKey(edge, row) {
    return `c:${edge.id}:${row.edge}:${row.product}`;
}

function getRowKey(key) {
    const [kind, ...ids] = key.split(":");
    if (kind === "s" || kind === "k") {
        return ids.join(":");
    }
    return kind === "c" ? `${ids[1]}:${ids[2]}` : "";
}

function getRowKeys(keys) {
    return new Set([...keys].map(getRowKey));
}

export function isSame(one, other) {
    return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Text without accents and capitals, as it is searched. */
export function fold(text) {
    return text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase();
}
