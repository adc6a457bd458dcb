import {registry} from "@web/core/registry";

const CELL = (row, column) =>
    `.o_off_cell input[data-row="${row}"][data-column="${column}"]`;

registry.category("web_tour.tours").add("off_order_grid", {
    steps: () => [
        {
            content: "Open the grid from the cycle",
            trigger: "button[name=action_open_order_grid]:first",
            run: "click",
        },
        {
            content: "Search a customer",
            trigger: ".o_off_add input",
            run: "edit Family 1",
        },
        {
            content: "Choose it",
            trigger: ".o_off_add .dropdown-item:contains('Family 1'):first",
            run: "click",
        },
        {
            content: "Type a quantity",
            trigger: CELL(1, 0),
            run: "edit 3",
        },
        {
            content: "Enter moves down, Tab to the right",
            trigger: CELL(1, 0),
            run() {
                const press = (key) =>
                    document.activeElement.dispatchEvent(
                        new KeyboardEvent("keydown", {key, bubbles: true})
                    );
                document.querySelector(CELL(0, 0)).focus();
                press("Enter");
                press("Tab");
                const {row, column} = document.activeElement.dataset;
                if (row !== "1" || column !== "1") {
                    throw new Error(`The focus is at ${row}, ${column}.`);
                }
            },
        },
        {
            content: "Paste a block of a spreadsheet",
            trigger: CELL(0, 0),
            run() {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", "4\t1\n20\t2\n");
                document.querySelector(CELL(0, 0)).dispatchEvent(
                    new ClipboardEvent("paste", {
                        ...{clipboardData, bubbles: true, cancelable: true},
                    })
                );
            },
        },
        {
            content: "What is left counts it",
            trigger: "th.o_off_product:contains('left: -14')",
        },
        {
            content: "Save",
            trigger: ".o_off_save:not(:disabled)",
            run: "click",
        },
        {
            content: "The reason stands in the cell; the other order is saved",
            trigger: ".o_off_wrong small:contains('6 left')",
        },
        {
            content: "Undo is for what is not saved: type less",
            trigger: CELL(1, 0),
            run: "edit 5",
        },
        {
            content: "Save again",
            trigger: ".o_off_save:not(:disabled)",
            run: "click",
        },
        {
            content: "All is saved",
            trigger: ".o_off_order_grid:not(:has(.o_off_unsaved, .o_off_faults))",
        },
    ],
});
