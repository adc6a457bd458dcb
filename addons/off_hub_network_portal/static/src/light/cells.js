// @odoo-module ignore
// Saves each cell of the availability page by itself. Light pages carry none of Odoo's
// scripts: without this one, the form works with its button.
(() => {
    const form = document.querySelector("form[data-cells]");
    if (!form) return;

    const word = (name) =>
        document.querySelector(`#off_words [data-word="${name}"]`).textContent;
    const read = (cell) =>
        cell.type === "checkbox" ? (cell.checked ? "1" : "") : cell.value.trim();
    const write = (cell, value) => {
        if (cell.type === "checkbox") cell.checked = Boolean(value);
        else cell.value = value;
    };
    const NAMES = ["declared", "on_demand", "price"];
    const waiting = new Set();

    function mark(row, text, isBad) {
        const place = row.querySelector(".mark");
        place.textContent = text;
        place.className = `mark ${isBad ? "bad" : "good"}`;
    }

    /** Show what the server holds, but in cells that are being typed in or wait. */
    function showLine(row, line) {
        const texts = {...line, on_demand: line.on_demand ? "1" : ""};
        for (const place of row.querySelectorAll("[data-show]")) {
            place.textContent = line[place.dataset.show];
        }
        row.querySelector("[data-show=left]").parentElement.hidden = line.on_demand;
        // What "Save all" compares with: only what still differs is sent.
        row.querySelector("input[type=hidden]").value = NAMES.map(
            (name) => texts[name]
        ).join("|");
        return texts;
    }

    async function call(row, cell, value) {
        const response = await fetch(form.dataset.cells, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({
                jsonrpc: "2.0",
                method: "call",
                params: {
                    product_id: Number(row.dataset.id),
                    name: cell.dataset.cell,
                    value,
                },
            }),
        });
        const answer = await response.json();
        if (answer.error) throw new Error(answer.error.message);
        return answer.result;
    }

    async function save(cell) {
        const row = cell.closest("li");
        const value = read(cell);
        mark(row, word("saving"), false);
        try {
            const result = await call(row, cell, value);
            waiting.delete(cell);
            const texts = showLine(row, result.line);
            // What was typed meanwhile is not overwritten: it is saved by itself.
            if (read(cell) === value) write(cell, texts[cell.dataset.cell]);
            cell.toggleAttribute("aria-invalid", Boolean(result.error));
            if (result.error) cell.setAttribute("aria-invalid", "true");
            mark(row, result.error || word("saved"), Boolean(result.error));
        } catch (error) {
            // What was typed stays in the cell, and is sent again.
            waiting.add(cell);
            const isOffline = error instanceof TypeError || !navigator.onLine;
            mark(row, word(isOffline ? "offline" : "failed"), true);
        }
    }

    form.addEventListener("change", (ev) => {
        const cell = ev.target.closest("[data-cell]");
        if (cell) save(cell);
    });
    // A phone's "next" key must not send the whole form.
    form.addEventListener("keydown", (ev) => {
        if (ev.key !== "Enter" || !ev.target.matches("input[type=text][data-cell]")) {
            return;
        }
        ev.preventDefault();
        const cells = [...form.querySelectorAll("input[type=text][data-cell]")].filter(
            (cell) => cell.offsetParent
        );
        const next = cells[cells.indexOf(ev.target) + 1];
        if (next) next.focus();
        else ev.target.blur();
    });
    window.addEventListener("online", () => waiting.forEach((cell) => save(cell)));
    window.addEventListener("beforeunload", (ev) => {
        if (waiting.size) ev.preventDefault();
    });
    form.addEventListener("submit", () => waiting.clear());
})();
