import {registry} from "@web/core/registry";

const carrots = ".o_off_row:contains(Carrots)";

registry.category("web_tour.tours").add("off_order_cycle_website", {
    steps: () => [
        {
            content: "Search finds by product or producer, without accents",
            trigger: "#off_search",
            run: "edit cárr",
        },
        {
            content: "Only what matches is shown",
            trigger: `.o_off_row[hidden]:not(:visible):contains(Bread)`,
            run: () => {},
        },
        {
            content: "One more than nothing",
            trigger: `${carrots} .o_off_step[data-step="1"]`,
            run: "click",
        },
        {
            content: "Then type how many",
            trigger: `${carrots} input[type=number]`,
            run: "edit 3",
        },
        {
            content: "More than is left is brought down",
            trigger: `${carrots} input[type=number]`,
            run: "edit 99",
        },
        {
            content: "It says why",
            trigger: `${carrots} .o_off_left:contains(no more can be ordered)`,
        },
        {
            content: "Back to three",
            trigger: `${carrots} input[type=number]`,
            run: "edit 3",
        },
        {
            content: "The key is really pressed, by who started the tour",
            trigger: `${carrots} input[type=number]`,
            run() {
                this.anchor.focus();
                // What the test waits for.
                // eslint-disable-next-line no-console
                console.log("off: press Enter");
            },
        },
        {
            content: "Enter neither orders nor leaves the page: the quantity is left",
            trigger: "#off_order:not(:has(input:focus))",
        },
        {
            content: "It marks no favourite",
            trigger: ".o_off_shop:not(:has(.o_off_heart_on))",
        },
        {
            content: "The basket adds up",
            trigger: ".o_off_total:contains(10.50)",
        },
        {
            content: "It is saved in the background",
            trigger: ".o_off_saved:contains(is saved)",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "It survives a reload",
            trigger: ".o_off_basket_lines li:contains(3 × Carrots)",
        },
        {
            content: "Choose the second pickup",
            trigger: "#off_order .form-check:nth-of-type(2) input[name=slot]",
            run: "click",
        },
        {
            content: "Send the form",
            trigger: "#off_basket button.w-100[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The order is shown with its pickup",
            trigger: "#sale_info_table:contains(Quay)",
        },
    ],
});
