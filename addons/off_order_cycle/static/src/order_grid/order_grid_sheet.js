const UNDO_STEPS = 200;

/** Units still to be ordered until all that is ordered is handed over: as
 *  engine/packs.py `count_needed`. */
export function countNeeded(firm, onTop, size, least) {
    const step = size || 1;
    let target = Math.max(firm, least, firm ? 0 : step);
    if (size || !firm) {
        target = Math.ceil(target / step) * step;
    }
    return Math.max(target - firm - (firm ? onTop : 0), 0);
}

/** Text without accents and capitals, to compare what people type. */
export function fold(text) {
    return text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase();
}

/**
 * What is typed and not saved yet: rows of customers, columns of offers.
 *
 * A row has `key`, `order` (id or false), `ref`, `partner`, `name`, `slot`, `cells`
 * ({offer id: quantity}, none is zero), `tops` (the same of what is accepted on top),
 * `base` (slot, cells and tops as they are saved), `total`, `version`, `bad` ({offer id: text that is no quantity}), `errors`
 * ({offer id: text}), `message` and `conflict`.
 */
export class OrderSheet {
    constructor(grid) {
        this.offers = grid.offers;
        this.slots = grid.slots;
        this.rows = grid.rows.map((told) => this.makeRow(told));
        this.steps = [];
        this.added = 0;
        this.countColumns();
    }

    makeRow(told) {
        return {
            key: `order-${told.order}`,
            ...told,
            cells: {...told.cells},
            tops: {...told.tops},
            base: {slot: told.slot, cells: {...told.cells}, tops: {...told.tops}},
            ...{bad: {}, errors: {}, message: "", conflict: false, quoted: true},
        };
    }

    /** A row for a customer, or the one that is there: two would be two orders. */
    addCustomer({partner, name}) {
        const there = this.rows.find((row) => row.partner === partner);
        if (there) {
            return there;
        }
        const told = {order: false, ref: "", partner, name, total: 0, version: ""};
        const row = this.makeRow({...told, slot: this.usualSlot, cells: {}, tops: {}});
        row.key = `new-${++this.added}`;
        this.rows.push(row);
        return row;
    }

    get usualSlot() {
        const last = this.rows.findLast((row) => !row.order && row.slot);
        return last?.slot || (this.slots.length === 1 && this.slots[0].id) || false;
    }

    // -- what is changed -----------------------------------------------------------
    isChanged(row) {
        return (
            Object.keys(row.bad).length > 0 ||
            (row.order ? row.slot !== row.base.slot : this.isFilled(row)) ||
            this.changedOffers(row).length > 0
        );
    }

    isFilled(row) {
        return Object.keys(row.cells).length > 0;
    }

    changedOffers(row) {
        const ids = new Set([
            ...Object.keys(row.cells),
            ...Object.keys(row.base.cells),
        ]);
        return [...ids].filter((id) => this.isCellChanged(row, id));
    }

    isCellChanged(row, id) {
        return ["cells", "tops"].some(
            (name) => (row[name][id] || 0) !== (row.base[name][id] || 0)
        );
    }

    get changed() {
        return this.rows.filter((row) => this.isChanged(row));
    }

    /** Orders that saving would cancel. */
    get emptied() {
        return this.changed.filter((row) => row.order && !this.isFilled(row));
    }

    // -- changing --------------------------------------------------------------------
    /** Write cells as one step: [[row, offer id, quantity, text that is none, what is
     *  accepted on top]]. */
    write(cells) {
        const step = cells.map(([row, id]) => ({
            ...{row, id, quantity: row.cells[id] || 0, bad: row.bad[id] || ""},
            onTop: row.tops[id] || 0,
        }));
        for (const [row, id, quantity, bad, onTop] of cells) {
            this.put(row, id, quantity, bad, onTop);
        }
        this.keep(step);
    }

    /** Write what a file says as one step; new customers come to the end. */
    take(columns) {
        const cells = columns.flatMap((column) => {
            const row =
                this.rows.find((each) => column.order && each.order === column.order) ||
                this.addCustomer(column);
            return Object.entries(column.cells).map(([id, quantity]) => [
                ...[row, id, quantity, "", column.tops[id] || 0],
            ]);
        });
        this.write(cells);
        return cells.length;
    }

    setSlot(row, slot) {
        this.keep([{row, slot: row.slot}]);
        row.slot = slot;
        row.message = "";
    }

    /** All of a row to zero; a new one goes. */
    empty(row) {
        const ids = new Set([...Object.keys(row.cells), ...Object.keys(row.bad)]);
        if (ids.size) {
            this.write([...ids].map((id) => [row, id, 0, "", 0]));
        } else if (!row.order) {
            this.rows = this.rows.filter((each) => each !== row);
        }
    }

    put(row, id, quantity, bad, onTop) {
        this.ordered[id] = (this.ordered[id] || 0) + quantity - (row.cells[id] || 0);
        for (const [name, value] of Object.entries({
            ...{cells: quantity, bad, tops: quantity && onTop},
        })) {
            if (value) {
                row[name][id] = value;
            } else {
                delete row[name][id];
            }
        }
        delete row.errors[id];
        row.message = "";
        row.quoted = false;
    }

    keep(step) {
        this.steps.push(step);
        if (this.steps.length > UNDO_STEPS) {
            this.steps.shift();
        }
    }

    /** @returns the rows that changed */
    undo() {
        const step = this.steps.pop() || [];
        for (const {row, id, quantity, bad, onTop, slot} of step) {
            if (id === undefined) {
                row.slot = slot;
            } else {
                this.put(row, id, quantity, bad, onTop);
            }
        }
        return step.map(({row}) => row);
    }

    // -- adding up ---------------------------------------------------------------------
    countColumns() {
        this.ordered = {};
        this.saved = {};
        for (const row of this.rows) {
            for (const [id, quantity] of Object.entries(row.cells)) {
                this.ordered[id] = (this.ordered[id] || 0) + quantity;
            }
            for (const [id, quantity] of Object.entries(row.base.cells)) {
                this.saved[id] = (this.saved[id] || 0) + quantity;
            }
        }
    }

    /** What is left of an offer once what is typed is saved; null without limit. */
    left(offer) {
        const more = (this.ordered[offer.id] || 0) - (this.saved[offer.id] || 0);
        return offer.left === null ? null : offer.left - more;
    }

    /** Units missing to the case of an offer once what is typed is saved. */
    missing(offer) {
        const [size, least, ordered, onTop] = offer.pack;
        const more = (name) =>
            this.rows.reduce(
                (sum, row) =>
                    sum + (row[name][offer.id] || 0) - (row.base[name][offer.id] || 0),
                0
            );
        return countNeeded(ordered + more("cells"), onTop + more("tops"), size, least);
    }

    /** What a row costs as far as it can be told here: fees of whole orders lack. */
    guess(row) {
        return this.offers.reduce(
            (sum, offer) => sum + offer.price * (row.cells[offer.id] || 0),
            0
        );
    }

    // -- saving ------------------------------------------------------------------------
    prepare(row) {
        const others = this.rows.filter((each) => each.partner === row.partner);
        return {
            ...{key: row.key, partner: row.partner, order: row.order, slot: row.slot},
            ...{version: row.version, cells: row.cells, tops: row.tops},
            known: others.map((each) => each.order).filter(Boolean),
        };
    }

    /** Take what the server answered. */
    settle(answer) {
        const answers = new Map(answer.rows.map((one) => [one.key, one]));
        for (const offer of this.offers) {
            offer.left = answer.left[offer.id];
            offer.pack = answer.packs[offer.id] || false;
        }
        this.slots = answer.slots;
        this.rows = this.rows.flatMap((row) => {
            const one = answers.get(row.key);
            if (!one) {
                return [row];
            }
            if (one.saved) {
                return one.now ? [{...this.makeRow(one.now), key: row.key}] : [];
            }
            row.errors = one.errors;
            row.message = one.message;
            row.conflict = one.conflict && {now: one.now};
            return [row];
        });
        // What was typed before the save is not what these rows were.
        this.steps = [];
        this.countColumns();
    }

    /** The row becomes what the others made of it. */
    takeTheirs(row) {
        const {now} = row.conflict;
        this.rows = this.rows.flatMap((each) => {
            if (each !== row) {
                return [each];
            }
            return now ? [{...this.makeRow(now), key: row.key}] : [];
        });
        this.steps = [];
        this.countColumns();
    }

    /** What is typed shall hold, now that it is known what the others did. */
    keepMine(row) {
        const {now} = row.conflict;
        const theirs = now || {order: false, ref: "", version: "", slot: false};
        row.order = theirs.order;
        row.ref = theirs.ref;
        row.version = theirs.version;
        row.base = {
            ...{slot: theirs.slot, cells: {...theirs.cells}, tops: {...theirs.tops}},
        };
        row.conflict = false;
        row.message = "";
        this.countColumns();
    }
}
