import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {
    blank,
    isImplausible,
    lacksDate,
    lacksLot,
    missing,
    readNumber,
    round,
} from "./dock_count";
import {DockDamage} from "./dock_damage";
import {photoUrl} from "./dock_photo";
import {expectedText, inDays, inDigits, judge, packText} from "./dock_words";

/** A product of a receipt: counted with a thumb, lot by lot where it has lots. */
export class DockLine extends Component {
    static template = "off_order_cycle_dock.Line";
    static props = {line: Object, store: Object, marked: Boolean};

    setup() {
        this.dialog = useService("dialog");
        // Drawn anew when the dock is loaded: see the key that the dock gives it.
        this.line = useState(this.props.line);
        Object.assign(this, {expectedText, inDays, inDigits, packText, photoUrl});
        Object.assign(this, {isImplausible, lacksDate, lacksLot, missing});
    }

    get tracked() {
        return this.line.tracking !== "none";
    }

    get judged() {
        return judge(this.line);
    }

    /** What somebody else counted meanwhile */
    get theirs() {
        const total = this.line.theirs.lines.reduce(
            (sum, row) => sum + row.quantity,
            0
        );
        return _t("That count: %s", inDigits(total));
    }

    damagedText(damage) {
        return _t("%s damaged", inDigits(damage.quantity));
    }

    touch() {
        this.props.store.touch(this.line);
    }

    step(row, amount) {
        row.quantity = Math.max(round((Number(row.quantity) || 0) + amount), 0);
        this.touch();
    }

    write(row, name, text) {
        const number = readNumber(text);
        row[name] = Number.isNaN(number) ? text : number;
        this.touch();
    }

    isWrong(value) {
        return Number.isNaN(Number(value));
    }

    writeText(row, name, text) {
        row[name] = text;
        if (this.line.counted) {
            this.touch();
        }
    }

    takeOrdered() {
        this.props.store.takeOrdered(this.line);
    }

    addLot() {
        this.line.lines.push(blank());
    }

    dropLot(row) {
        this.line.lines.splice(this.line.lines.indexOf(row), 1);
        this.touch();
    }

    openDamage(damage) {
        this.dialog.add(DockDamage, {
            ...{line: this.line, damage},
            save: (changed, row) => this.saveDamage(damage, changed, row),
            drop: damage && (() => this.dropDamage(damage)),
        });
    }

    /** @param {Object} [row] the row that the damaged ones were counted in */
    saveDamage(damage, changed, row) {
        const more = changed.quantity - (damage?.quantity || 0);
        if (damage) {
            Object.assign(damage, changed);
        } else {
            this.line.damages.push(changed);
        }
        if (row) {
            row.quantity = Math.max(round((Number(row.quantity) || 0) - more), 0);
        }
        this.touch();
    }

    dropDamage(damage) {
        this.line.damages.splice(this.line.damages.indexOf(damage), 1);
        this.touch();
    }
}
