import {Component, onMounted, useRef, useState} from "@odoo/owl";

const WIDE = 600;
const HIGH = 200;

/** Who came, and the signature that was drawn with a finger. */
export class PickupSign extends Component {
    static template = "off_order_cycle_pickup.Sign";
    static props = {
        ...{asked: Boolean, name: String},
        ...{confirm: Function, cancel: Function},
    };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({name: "", signed: false, wrong: false});
        this.last = null;
        onMounted(() => this.clear());
    }

    get pen() {
        return this.canvas.el?.getContext("2d");
    }

    clear() {
        const {pen} = this;
        if (pen) {
            pen.clearRect(0, 0, WIDE, HIGH);
            Object.assign(pen, {lineWidth: 4, lineCap: "round", strokeStyle: "#123"});
        }
        this.state.signed = false;
    }

    at(event) {
        const box = this.canvas.el.getBoundingClientRect();
        return [
            ((event.clientX - box.left) * WIDE) / box.width,
            ((event.clientY - box.top) * HIGH) / box.height,
        ];
    }

    begin(event) {
        this.last = this.at(event);
        this.canvas.el.setPointerCapture?.(event.pointerId);
        this.draw(event);
    }

    draw(event) {
        if (!this.last) {
            return;
        }
        const next = this.at(event);
        this.pen.beginPath();
        this.pen.moveTo(...this.last);
        this.pen.lineTo(...next);
        this.pen.stroke();
        this.last = next;
        Object.assign(this.state, {signed: true, wrong: false});
    }

    end() {
        this.last = null;
    }

    confirm() {
        const name = this.state.name.trim();
        if (this.props.asked && !this.state.signed && !name) {
            this.state.wrong = true;
            return;
        }
        const image = this.state.signed
            ? this.canvas.el.toDataURL("image/png").split(",")[1]
            : "";
        this.props.confirm(name, image);
    }
}
