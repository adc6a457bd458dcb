import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, rpc} from "@web/core/network/rpc";
import {browser} from "@web/core/browser/browser";
import {applyActs} from "./pickup_apply";

const SOON = 300; // milliseconds after the last act
const AGAIN = 5000; // milliseconds after the network was missed
const AT_ONCE = 50; // acts that are sent together
const ACT = ["key", "kind", "at"];

/**
 * A pickup, and what this phone did that the server has not got yet.
 *
 * An act is kept in the browser at once, with a key of its own, and sent in its order
 * until it arrives: the server does each once. What it refuses is told, and stays here
 * until somebody has read it.
 */
export class PickupStore {
    constructor(keep, {slotId, day}) {
        Object.assign(this, {keep, slotId, day});
        this.name = `${slotId}:${day ? "day" : ""}`;
        this.server = null; // as it was told last
        this.pickup = null; // the same, with what was done since
        this.queue = [];
        this.refused = []; // {key, act, code, text}
        this.online = true;
        this.failure = "";
        this.sending = null;
        this.single = false;
        this.timer = null;
    }

    call(method, params) {
        const url = `/my/pickup/${this.slotId}/${method}`;
        // Written as the page is, whatever language its reader has chosen elsewhere.
        const lang = document.documentElement.lang.replace("-", "_");
        return rpc(url, {day: this.day, lang, ...params}, {silent: true});
    }

    // -- loading ---------------------------------------------------------------------
    async load() {
        this.queue = (await this.keep.get(`queue:${this.slotId}`)) || this.queue;
        this.refused = (await this.keep.get(`refused:${this.slotId}`)) || this.refused;
        await this.reload();
    }

    async reload() {
        try {
            this.take(await this.call("load", {}));
            Object.assign(this, {online: true, failure: ""});
        } catch (error) {
            if (!this.miss(error)) {
                return;
            }
            const kept = this.server || (await this.keep.get(this.name));
            if (!kept) {
                throw error;
            }
            this.take(kept);
        }
        this.sendSoon();
    }

    take(server) {
        this.server = server;
        this.draw();
        this.keep.set(this.name, server);
    }

    draw() {
        this.pickup = this.server && applyActs(this.server, this.queue);
        this.pickup?.households.sort((one, two) => one.name.localeCompare(two.name));
    }

    // -- doing -----------------------------------------------------------------------
    /** @returns {String} the key of what was done */
    do(kind, values) {
        const key = makeKey();
        const at = new Date().toISOString();
        this.queue.push({key, kind, at, ...values});
        this.draw();
        this.keepQueue();
        this.sendSoon();
        return key;
    }

    keepQueue() {
        this.keep.set(`refused:${this.slotId}`, this.refused);
        return this.keep.set(`queue:${this.slotId}`, this.queue);
    }

    /** Somebody has read why this was refused. */
    dismiss(refused) {
        this.refused = this.refused.filter((one) => one !== refused);
        this.keepQueue();
    }

    /** Do once more what was refused, knowing why. */
    insist(refused, values) {
        const act = Object.fromEntries(
            Object.entries(refused.act).filter(([name]) => !ACT.includes(name))
        );
        this.dismiss(refused);
        this.do(refused.act.kind, {...act, ...values});
    }

    // -- sending ---------------------------------------------------------------------
    sendSoon(delay = SOON) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.send(), delay);
    }

    stop() {
        browser.clearTimeout(this.timer);
    }

    /** @returns {Promise<Boolean>} whether all has arrived */
    async send() {
        browser.clearTimeout(this.timer);
        while (this.sending) {
            await this.sending;
        }
        while (this.queue.length) {
            this.sending = this.sendSome(
                this.queue.slice(0, this.single ? 1 : AT_ONCE)
            );
            const arrived = await this.sending;
            this.sending = null;
            if (!arrived) {
                return false;
            }
        }
        return true;
    }

    async sendSome(acts) {
        try {
            const {refused, pickup} = await this.call("act", {acts});
            const sent = new Set(acts.map((act) => act.key));
            this.queue = this.queue.filter((act) => !sent.has(act.key));
            for (const act of acts.filter((one) => refused[one.key])) {
                const [code, text] = refused[act.key];
                this.refused.push({key: act.key, act, code, text});
            }
            Object.assign(this, {online: true, failure: "", single: false});
            this.take(pickup);
            await this.keepQueue();
            return true;
        } catch (error) {
            if (this.miss(error)) {
                this.sendSoon(AGAIN);
            } else if (acts.length > 1) {
                this.single = true; // find the one that cannot be sent
                this.sendSoon(0);
            }
            return false;
        }
    }

    /** @returns {Boolean} whether the network is lost; anything else is told */
    miss(error) {
        if (error instanceof ConnectionLostError) {
            this.online = false;
            return true;
        }
        this.failure =
            error.code === 100
                ? _t(
                      "You were logged out. Log in again in another tab: nothing is lost."
                  )
                : error.data?.message || error.message || _t("It was not saved.");
        return false;
    }

    // -- closing ---------------------------------------------------------------------
    /** @returns {Promise<String>} why it could not be closed, empty when it is */
    async close(key, choices) {
        if (!(await this.send())) {
            return this.online
                ? this.failure
                : _t("Without network the pickup cannot be closed. Nothing is lost.");
        }
        try {
            this.take(await this.call("close", {key, choices}));
            return "";
        } catch (error) {
            return this.miss(error)
                ? _t("Without network the pickup cannot be closed. Nothing is lost.")
                : this.failure;
        }
    }
}

/** Also where the page has no secure address, and the browser no randomUUID */
export function makeKey() {
    const numbers = browser.crypto?.getRandomValues(new Uint32Array(4));
    return [...(numbers || window.crypto.getRandomValues(new Uint32Array(4)))]
        .map((number) => number.toString(16).padStart(8, "0"))
        .join("");
}
