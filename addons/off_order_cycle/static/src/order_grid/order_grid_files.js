import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Dialog} from "@web/core/dialog/dialog";
import {Component} from "@odoo/owl";

const MAX_BYTES = 2_000_000; // as engine/sheet.py

/** What is wrong with a file, and whether its good cells are taken all the same. */
export class SheetFaults extends Component {
    static template = "off_order_cycle.SheetFaults";
    static components = {Dialog};
    static props = {faults: Array, hasGood: Boolean, take: Function, close: Function};

    setup() {
        this.title = _t("Lines to correct");
    }

    take() {
        this.props.take();
        this.props.close();
    }
}

/** Base64 of a file that was chosen, or nothing where it is too large. */
function encode(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/**
 * The grid as a file, one column a customer: out and back.
 *
 * @param call function of a method of off.exchange and its arguments
 * @param take function of the columns of a file
 */
export function useSheetFiles(call, take) {
    const dialog = useService("dialog");
    const notification = useService("notification");
    return {
        async download(rows) {
            const {name, content} = await call("write_grid_sheet", rows);
            const link = document.createElement("a");
            const type =
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            link.href = `data:${type};base64,${content}`;
            link.download = name;
            link.click();
        },
        async upload(ev) {
            const file = ev.target.files[0];
            ev.target.value = "";
            if (!file) {
                return;
            }
            if (file.size > MAX_BYTES) {
                notification.add(_t("This file is too large."), {type: "danger"});
                return;
            }
            const {columns, faults} = await call("read_grid_sheet", await encode(file));
            if (!faults.length) {
                take(columns);
                return;
            }
            dialog.add(SheetFaults, {
                faults,
                hasGood: columns.some((one) => Object.keys(one.cells).length),
                take: () => take(columns),
            });
        },
    };
}
