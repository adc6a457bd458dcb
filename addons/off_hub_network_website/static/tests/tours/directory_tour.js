import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("off_directory", {
    steps: () => [
        {
            content: "Both members are listed, and the map is there on a wide screen",
            trigger: "#off_network_status:contains(2 members)",
        },
        {
            trigger: ".o_off_map .o_off_map_dot[title='Near farm']",
        },
        {
            content: "Ask for hubs: the list changes without a new page",
            trigger: ".o_off_network_form summary",
            run: "click",
        },
        {
            trigger: "select[name=role]",
            run: "select hub",
        },
        {
            trigger: "#off_network_status:contains(1 member)",
        },
        {
            trigger: ".o_off_card:contains(Some hub)",
        },
        {
            content: "The map follows",
            trigger: ".o_off_map:not(:has(.o_off_map_dot[title='Near farm']))",
        },
        {
            trigger: ".o_off_map .o_off_map_dot[title='Some hub']",
            run: "click",
        },
        {
            content: "A point leads to the page of its member",
            trigger: ".leaflet-popup a:contains(Some hub)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "h1:contains(Some hub)",
        },
    ],
});

registry.category("web_tour.tours").add("off_group_map", {
    steps: () => [
        {
            content: "The map has the points of the group's own members",
            trigger: ".o_off_map .o_off_map_dot[title='Near farm']",
        },
        {
            content: "It can be put away; the list stays",
            trigger: ".o_off_map_toggle",
            run: "click",
        },
        {
            trigger: "#off_group_members:not(:has(.o_off_map:visible))",
        },
        {
            trigger: "#off_group_members .o_off_trade:contains('Near farm')",
        },
    ],
});
