import {Component, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Dialog} from "@web/core/dialog/dialog";
import {came, counted, readNumber} from "./dock_count";
import {newKey, photoUrl, shrink} from "./dock_photo";
import {inDigits} from "./dock_words";

const MOST = 10; // photos that are kept of one damage

/** What came damaged of a product: how much, of which lot, why, with photos. */
export class DockDamage extends Component {
    static template = "off_order_cycle_dock.Damage";
    static components = {Dialog};
    static props = {
        line: Object,
        damage: {type: Object, optional: true},
        save: Function,
        drop: {type: Function, optional: true},
        close: Function,
    };

    setup() {
        const {line, damage} = this.props;
        this.rows = came(line);
        this.camera = useRef("camera");
        this.photoUrl = photoUrl;
        const [first] = this.rows;
        this.state = useState({
            quantity: damage?.quantity ?? "",
            lot: damage?.lot ?? first?.lot ?? "",
            note: damage?.note || "",
            photos: [...(damage?.photos || [])],
            among: !damage && counted(line) > 0,
            error: "",
        });
        this.title = _t("Damaged: %s", line.name);
        this.amongText = _t(
            "They are among the %s that are counted: take them off",
            inDigits(counted(line))
        );
    }

    get tracked() {
        return this.props.line.tracking !== "none";
    }

    async addPhotos(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        this.state.error = "";
        for (const file of files.slice(0, MOST - this.state.photos.length)) {
            try {
                this.state.photos.push(await shrink(file));
            } catch {
                this.state.error = _t("%s cannot be read as a photo.", file.name);
            }
        }
    }

    dropPhoto(photo) {
        this.state.photos.splice(this.state.photos.indexOf(photo), 1);
    }

    save() {
        const quantity = readNumber(this.state.quantity);
        if (!(quantity > 0)) {
            this.state.error = _t("Say how many are damaged.");
            return;
        }
        const {among, lot, note, photos} = this.state;
        const row = this.rows.find((one) => one.lot === lot) || this.rows[0];
        const key = this.props.damage?.key || newKey();
        this.props.save({key, quantity, lot, note, photos}, among ? row : null);
        this.props.close();
    }

    drop() {
        this.props.drop();
        this.props.close();
    }
}
