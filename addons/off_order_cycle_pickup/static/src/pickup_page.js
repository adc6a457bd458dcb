import {Component, xml} from "@odoo/owl";
import {LazyComponent} from "@web/core/assets";
import {registry} from "@web/core/registry";

/** The page of a pickup: other pages do not load what it needs. */
export class PickupPage extends Component {
    static template = xml`<LazyComponent
        bundle="'off_order_cycle_pickup.assets_pickup'"
        Component="'off_order_cycle_pickup.Pickup'"
        props="props"
    />`;
    static components = {LazyComponent};
    static props = {slotId: Number, day: Boolean, userId: Number, database: String};
}

registry.category("public_components").add("off_order_cycle_pickup.page", PickupPage);
