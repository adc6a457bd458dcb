export const ROW = 40; // pixels, the same in planner.scss

/** Moves in a column of rows of which only those in sight are drawn. */
export class ArrowKeys {
    /**
     * @param {Object} body reference to the element that scrolls
     * @param {Function} getItems all rows, also those that are not drawn
     */
    constructor(body, getItems) {
        this.body = body;
        this.getItems = getItems;
        this.wanted = null;
    }

    onKeydown(ev) {
        const {at, col} = ev.target.dataset;
        const step = {ArrowUp: -1, ArrowDown: 1, Enter: 1}[ev.key];
        if (step && at !== undefined) {
            ev.preventDefault();
            this.wanted = {at: Number(at) + step, col, step};
            this.scrollTo(this.wanted.at);
            this.focusWanted();
            return;
        }
        const aside = {ArrowLeft: -1, ArrowRight: 1}[ev.key];
        if (aside && ev.target.type === "checkbox") {
            ev.preventDefault();
            const inputs = [
                ...ev.target.closest("[role=row]").querySelectorAll("input, button"),
            ];
            inputs[inputs.indexOf(ev.target) + aside]?.focus();
        }
    }

    scrollTo(at) {
        const {el} = this.body;
        const top = at * ROW;
        const head = 2 * ROW;
        if (top < el.scrollTop) {
            el.scrollTop = top;
        } else if (top + ROW + head > el.scrollTop + el.clientHeight) {
            el.scrollTop = top + ROW + head - el.clientHeight;
        }
    }

    /** Go to the cell that the arrows ask for, once it is drawn. */
    focusWanted() {
        if (!this.wanted) {
            return;
        }
        const {at, col, step} = this.wanted;
        const next = this.body.el?.querySelector(
            `[data-at="${at}"][data-col="${col}"]`
        );
        if (next && !next.disabled) {
            this.wanted = null;
            next.focus();
            next.select?.();
        } else if (at <= 0 || at >= this.getItems().length) {
            this.wanted = null;
        } else if (this.body.el?.querySelector(`[data-row="${at}"]`)) {
            // A row where this cannot be changed is passed over.
            this.wanted = {at: at + step, col, step};
            this.scrollTo(this.wanted.at);
            this.focusWanted();
        }
    }
}
