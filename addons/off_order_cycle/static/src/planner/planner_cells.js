import {cellKey} from "./planner_store";

const MANY = 2000; // cells that are asked for at once

/** Asks the server for cells when they are needed, each once. */
export class CellLoader {
    constructor(call, store, onLoaded) {
        this.call = call;
        this.store = store;
        this.onLoaded = onLoaded;
        this.asked = new Set();
    }

    /** Ask the server for cells that are not known yet. */
    async ask(rows, edges) {
        const wanted = rows.filter(
            (row) =>
                this.store.isSupplied(row) &&
                edges.some((edge) => this.isUnknown(edge, row))
        );
        if (!wanted.length) {
            return;
        }
        const keys = wanted.flatMap((row) => edges.map((edge) => cellKey(edge, row)));
        keys.forEach((key) => this.asked.add(key));
        try {
            await Promise.all([
                this.askCells(
                    wanted.filter((row) => row.offer),
                    edges.filter((edge) => edge.id > 0)
                ),
                this.askPrices(
                    wanted.filter((row) => !row.offer),
                    edges
                ),
                this.askPrices(
                    wanted.filter((row) => row.offer),
                    edges.filter((edge) => edge.id < 0)
                ),
            ]);
        } finally {
            keys.forEach((key) => this.asked.delete(key));
        }
        this.onLoaded();
    }

    isUnknown(edge, row) {
        const key = cellKey(edge, row);
        return !this.store.cells.has(key) && !this.asked.has(key);
    }

    async askCells(rows, edges) {
        const size = Math.max(1, Math.floor(MANY / Math.max(1, edges.length)));
        for (let start = 0; start < rows.length && edges.length; start += size) {
            const part = rows.slice(start, start + size);
            const cells = await this.call(
                "get_planner_cells",
                part.map((row) => row.offer),
                edges.map((edge) => edge.id)
            );
            for (const edge of edges) {
                part.forEach((row, index) =>
                    this.store.cells.set(
                        cellKey(edge, row),
                        cells[edge.id]?.[index] ?? null
                    )
                );
            }
        }
    }

    async askPrices(rows, edges) {
        if (!rows.length || !edges.length || !this.store.may_plan) {
            return;
        }
        const prices = await this.call(
            "get_planner_prices",
            edges.map((edge) => edge.hub),
            rows.map((row) => [row.product, this.store.getSupplied(row) || 0])
        );
        for (const edge of edges) {
            rows.forEach((row, index) =>
                this.store.cells.set(
                    cellKey(edge, row),
                    prices[edge.hub]?.[index] ?? null
                )
            );
        }
    }
}
