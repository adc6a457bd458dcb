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
        this.arrived = new Set(); // keys of acts that this page need not send any more
        this.read = new Set(); // keys of refusals that somebody has read here
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
        await this.reload();
    }

    /** Take up what is kept, also by a page of this browser that was closed since: the
     * server does each once, whoever sends it. */
    async takeUp() {
        const [queue, refused] = await Promise.all(
            ["queue", "refused"].map((name) => this.keep.get(`${name}:${this.slotId}`))
        );
        this.queue = merge(queue, this.queue, this.arrived);
        this.refused = merge(refused, this.refused, this.read);
    }

    async reload() {
        await this.takeUp();
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
        if (kind === "collect") {
            const same = (act) => act.kind === kind && act.order === values.order;
            const begun = this.queue.find(same);
            if (begun) {
                return begun.key; // two taps at once
            }
        }
        const key = makeKey();
        const at = new Date().toISOString();
        this.queue.push({key, kind, at, ...values});
        this.draw();
        this.keepQueue();
        this.sendSoon();
        return key;
    }

    keepQueue() {
        this.keep.update(`refused:${this.slotId}`, (kept) =>
            merge(kept, this.refused, this.read)
        );
        return this.keep.update(`queue:${this.slotId}`, (kept) =>
            merge(kept, this.queue, this.arrived)
        );
    }

    /** Somebody has read why this was refused. */
    dismiss(refused) {
        this.read.add(refused.key);
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
            acts.forEach((act) => this.arrived.add(act.key));
            this.queue = this.queue.filter((act) => !this.arrived.has(act.key));
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

/**
 * What this page and others of the browser keep, in the order in which it was done.
 *
 * @param {Array} kept acts or refusals, or null
 * @param {Array} mine those of this page
 * @param {Set} over keys of those that are done with
 * @returns {Array}
 */
export function merge(kept, mine, over) {
    const known = new Set(mine.map((one) => one.key));
    const others = (kept || []).filter(
        (one) => !known.has(one.key) && !over.has(one.key)
    );
    const when = (one) => (one.act || one).at || "";
    return [...others, ...mine].sort((one, two) => when(one).localeCompare(when(two)));
}

/** Also where the page has no secure address, and the browser no randomUUID */
export function makeKey() {
    const numbers = browser.crypto?.getRandomValues(new Uint32Array(4));
    return [...(numbers || window.crypto.getRandomValues(new Uint32Array(4)))]
        .map((number) => number.toString(16).padStart(8, "0"))
        .join("");
}
