import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {EventBus} from "@odoo/owl";

export const CHANGED = "off-report-run";

/**
 * Tells wherever one is in Odoo that a report is ready, with a button that fetches it.
 */
export const runService = {
    dependencies: ["bus_service", "notification", "action"],
    start(env, {bus_service, notification, action}) {
        const bus = new EventBus();
        bus_service.subscribe("off_report_run", ({id, name, state, failure}) => {
            bus.trigger(CHANGED);
            const url = `/web/content/off.report.run/${id}/data?download=true`;
            const done = state === "done";
            const close = notification.add(
                done
                    ? _t("%s is ready.", name)
                    : _t("%(name)s could not be made: %(failure)s", {name, failure}),
                {
                    type: done ? "success" : "danger",
                    sticky: true,
                    buttons: [
                        {
                            name: done ? _t("Download") : _t("My reports"),
                            primary: true,
                            onClick: () => {
                                close();
                                if (done) {
                                    browser.open(url, "_self");
                                } else {
                                    action.doAction(
                                        "off_order_cycle_report.off_report_run_action"
                                    );
                                }
                            },
                        },
                    ],
                }
            );
        });
        bus_service.start();
        return {bus};
    },
};

registry.category("services").add("off_report_run", runService);
