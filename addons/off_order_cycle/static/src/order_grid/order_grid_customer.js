import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Dialog} from "@web/core/dialog/dialog";
import {Component, useState} from "@odoo/owl";

/** A customer who is not known yet: what a voice on the phone tells. */
export class NewCustomer extends Component {
    static template = "off_order_cycle.NewCustomer";
    static components = {Dialog};
    static props = {exchange: Number, name: String, add: Function, close: Function};

    setup() {
        this.orm = useService("orm");
        this.title = _t("New customer");
        const isNumber = /^[\d\s+.()-]{6,}$/.test(this.props.name);
        this.state = useState({
            name: isNumber || this.props.name.includes("@") ? "" : this.props.name,
            phone: isNumber ? this.props.name : "",
            email: this.props.name.includes("@") ? this.props.name : "",
            error: "",
        });
    }

    async save() {
        const {name, phone, email} = this.state;
        try {
            const customer = await this.orm.silent.call(
                "off.exchange",
                "create_grid_customer",
                [[this.props.exchange], name, phone, email]
            );
            this.props.add(customer);
            this.props.close();
        } catch (error) {
            this.state.error = error.data?.message || _t("The server did not answer.");
        }
    }
}
