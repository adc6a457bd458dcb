// @odoo-module ignore
// Search as you type: <input data-filter="selector of the lines">. Without script the
// form around it asks the server.
(() => {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

    for (const input of document.querySelectorAll("input[data-filter]")) {
        const lines = [...document.querySelectorAll(input.dataset.filter)].map(
            (line) => [line, plain(line.querySelector("h2, h3").textContent)]
        );
        input.addEventListener("input", () => {
            const words = plain(input.value).split(/\s+/);
            for (const [line, name] of lines) {
                line.hidden = !words.every((word) => name.includes(word));
            }
        });
    }
})();
