import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("off_order_cycle_website", {
    steps: () => [
        {
            content: "Ask for three of the product of which twelve are left",
            trigger: "#off_order .row:contains(Carrots) input[type=number]",
            run: "edit 3",
        },
        {
            content: "Choose the second pickup",
            trigger: "#off_order .form-check:nth-of-type(2) input[name=slot]",
            run: "click",
        },
        {
            content: "Send the form",
            trigger: "#off_order button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The order is shown with its pickup",
            trigger: "#sale_info_table:contains(Quay)",
        },
    ],
});
