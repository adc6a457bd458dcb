import {patch} from "@web/core/utils/patch";
import {Shop} from "./shop";

/**
 * Units that are still to be ordered until all that is ordered is handed over; as
 * ``count_needed`` of the server's engine.
 */
export function countNeeded(firm, onTop, size, least) {
    const step = size || 1;
    let target = Math.max(firm, least, firm ? 0 : step);
    if (size || !firm) {
        target = Math.ceil(Math.round((target / step) * 1e6) / 1e6) * step;
    }
    const needed = Math.max(target - firm - (firm ? onTop : 0), 0);
    return Math.round(needed * 1e4) / 1e4;
}

/** Products that the producer hands over in cases, filled by all customers together. */
patch(Shop.prototype, {
    readRows(values) {
        super.readRows(values);
        for (const row of this.rows) {
            row.pack = row.el.querySelector(".o_off_pack");
            row.onTop = row.pack?.querySelector("input");
            row.progress = this.data.packs[row.id];
            if (row.pack) {
                row.tolerance = this.read(row.onTop);
                this.showPack(row);
            }
        }
    },

    /** What all order, this customer included. */
    showPack(row) {
        const [size, least, firm, onTop] = row.progress;
        const missing = countNeeded(
            firm + row.quantity,
            onTop + (row.quantity ? row.tolerance : 0),
            size,
            least
        );
        const state = `${size ? "case" : "least"}_${missing ? "open" : "full"}`;
        const told = row.pack.querySelector(".o_off_pack_told");
        told.textContent = this.texts[state]
            .replace("__missing__", missing)
            .replace("__size__", size || least);
        told.classList.toggle("text-success", !missing);
        // Nobody takes more of what one does not take.
        row.onTop.parentElement.hidden = !row.quantity;
    },

    change(row, asked, done = true) {
        super.change(row, asked, done);
        if (row.pack) {
            this.showPack(row);
        }
    },

    changeOnTop(row, done) {
        const most = parseInt(row.onTop.max, 10);
        const tolerance = Math.min(this.read(row.onTop), most);
        if (done || tolerance < this.read(row.onTop)) {
            row.onTop.value = tolerance || "";
        }
        if (tolerance !== row.tolerance) {
            row.tolerance = tolerance;
            this.unsaved.set(row.id, row.quantity);
            this.showPack(row);
            this.showBasket();
            this.plan();
        }
    },

    findByOnTop(input) {
        return input.name?.startsWith("tol_")
            ? this.rows.find((row) => row.onTop === input)
            : undefined;
    },

    onInput(ev) {
        const row = this.findByOnTop(ev.target);
        if (row) {
            this.changeOnTop(row, false);
        } else {
            super.onInput(ev);
        }
    },

    onChange(ev) {
        const row = this.findByOnTop(ev.target);
        if (row) {
            this.changeOnTop(row, true);
        } else {
            super.onChange(ev);
        }
    },

    onKeydown(ev) {
        if (ev.key === "Enter" && this.findByOnTop(ev.target)) {
            ev.preventDefault();
            ev.target.blur();
        } else {
            super.onKeydown(ev);
        }
    },

    makeLine(row) {
        const line = super.makeLine(row);
        if (row.pack && row.tolerance) {
            const note = document.createElement("small");
            note.className = "w-100 text-muted";
            note.textContent = this.texts.on_top.replace("__quantity__", row.tolerance);
            line.append(note);
        }
        return line;
    },

    /** What is accepted on top may change while the quantity beside it is saved. */
    async save() {
        const sent = new Map(this.rows.map((row) => [row, row.tolerance]));
        await super.save();
        for (const [row, tolerance] of sent) {
            if (row.tolerance !== tolerance) {
                this.unsaved.set(row.id, row.quantity);
                this.plan();
            }
        }
    },

    getParams(quantities) {
        const params = super.getParams(quantities);
        params.tolerances = Object.fromEntries(
            this.rows
                .filter((row) => row.pack && row.id in params.quantities)
                .map((row) => [row.id, row.tolerance])
        );
        return params;
    },

    takePacks(packs) {
        for (const row of this.rows) {
            if (row.pack && packs[row.id]) {
                row.progress = packs[row.id];
                this.showPack(row);
            }
        }
    },
});
