import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {browser} from "@web/core/browser/browser";
import {isBad, show, tell} from "./dock_count";

const SOON = 600; // milliseconds after the last change
const AGAIN = 5000; // milliseconds after the network was missed

/**
 * The receipts of a dock, and what this phone counted that the server has not got yet.
 *
 * A change is kept in the browser at once, sent a moment later, and sent again until it
 * arrives. Each tells which count it was made on: what somebody else counted meanwhile
 * is shown, not overwritten.
 */
export class DockStore {
    constructor(orm, keep, cycleId) {
        Object.assign(this, {orm, keep, cycleId});
        this.loaded = 0;
        this.mine = new Set(); // lines that were counted on this page
        this.today = "";
        this.receipts = [];
        this.nomenclature = null;
        this.online = true;
        this.failure = "";
        this.sending = false;
        this.timer = null;
    }

    // -- loading -------------------------------------------------------------------
    async load() {
        const name = `dock:${this.cycleId || ""}`;
        const dock = await this.fetch(name);
        this.take(dock, (await this.keep.get("changes")) || {});
        this.sendSoon();
    }

    /** What the server says, without a network what it said last */
    async fetch(name) {
        try {
            const dock = await this.orm.call("stock.picking", "off_get_dock", [
                this.cycleId || false,
            ]);
            this.online = true;
            this.keep.set(name, dock);
            return dock;
        } catch (error) {
            const kept = await this.missed(error, () => this.keep.get(name));
            if (!kept) {
                throw error;
            }
            return kept;
        }
    }

    take(dock, changes) {
        this.loaded++;
        this.today = dock.today;
        this.nomenclature = dock.nomenclature;
        this.receipts = dock.receipts.map((receipt) => ({
            ...receipt,
            lines: receipt.lines.map((line) => this.prepare(line, changes[line.id])),
        }));
    }

    /** A line as the server has it, with what this phone still has to send */
    prepare(line, change) {
        const fresh = {...line, lines: show(line), dirty: false, revision: 0};
        Object.assign(fresh, {refused: null, theirs: null});
        if (change) {
            const {version, lines, damages} = change;
            Object.assign(fresh, {version, lines, damages, counted: true, dirty: true});
            this.mine.add(line.id);
        }
        return fresh;
    }

    get lines() {
        return this.receipts.flatMap((receipt) => receipt.lines);
    }

    get waiting() {
        return this.lines.filter((line) => line.dirty);
    }

    find(id) {
        return this.lines.find((line) => line.id === id);
    }

    // -- counting ------------------------------------------------------------------
    /** Somebody counted this line: keep it, and send it soon */
    touch(line) {
        Object.assign(line, {counted: true, dirty: true});
        line.revision++;
        this.mine.add(line.id);
        if (line.refused?.[0] === "wrong") {
            line.refused = null;
        }
        this.keepChanges();
        this.sendSoon();
    }

    keepChanges() {
        return this.keep.update("changes", (kept) => {
            // What is counted of other receipts, or on another page, stays.
            const changes = {...kept};
            this.mine.forEach((id) => delete changes[id]);
            for (const {id, version, lines, damages} of this.waiting) {
                changes[id] = {version, lines, damages};
            }
            return changes;
        });
    }

    /** Count what nobody counted yet as it was ordered */
    takeAll(receipt) {
        for (const line of receipt.lines.filter((one) => !one.counted)) {
            this.takeOrdered(line);
        }
    }

    takeOrdered(line) {
        line.lines.at(-1).quantity = line.expected;
        this.touch(line);
    }

    /** Of two counts, mine or the one of somebody else */
    settle(line, mine) {
        const {theirs} = line;
        if (mine) {
            Object.assign(line, {version: theirs.version, refused: null, theirs: null});
            this.touch(line);
        } else {
            this.adopt(line, theirs);
            this.keepChanges();
        }
    }

    adopt(line, fresh) {
        Object.assign(line, this.prepare(fresh));
    }

    // -- sending -------------------------------------------------------------------
    sendSoon(delay = SOON) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.send(), delay);
    }

    stop() {
        browser.clearTimeout(this.timer);
    }

    /** @returns {Promise<Boolean>} whether all that can be sent has arrived */
    async send() {
        browser.clearTimeout(this.timer);
        while (this.sending) {
            await this.sending;
        }
        const lines = this.waiting.filter((line) => !line.refused && !isBad(line));
        if (!lines.length) {
            return !this.waiting.length;
        }
        this.sending = this.sendLines(lines);
        await this.sending;
        this.sending = false;
        return !this.waiting.length;
    }

    async sendLines(lines) {
        const sent = lines.map((line) => [line, line.revision]);
        try {
            const answer = await this.orm.silent.call(
                "stock.picking",
                "off_save_counts",
                [lines.map((line) => tell(line))]
            );
            Object.assign(this, {online: true, failure: ""});
            for (const [line, revision] of sent) {
                this.receive(line, revision, answer);
            }
            await this.keepChanges();
        } catch (error) {
            await this.missed(error, () => this.sendSoon(AGAIN));
        }
    }

    receive(line, revision, {lines, refused}) {
        const fresh = lines.find((one) => one.id === line.id);
        const why = refused[line.id];
        if (why) {
            line.refused = why;
            line.theirs = why[0] === "changed" ? fresh : null;
            line.dirty = why[0] !== "closed";
        } else if (line.revision === revision) {
            this.adopt(line, fresh);
        } else {
            line.version = fresh.version; // it was counted on meanwhile
            this.sendSoon();
        }
    }

    /** The network is lost: go on without it. Anything else is told. */
    async missed(error, otherwise) {
        if (error instanceof ConnectionLostError) {
            this.online = false;
            return otherwise();
        }
        this.failure = error.data?.message || error.message || _t("It was not saved.");
        return null;
    }

    // -- receiving -------------------------------------------------------------------
    /** Which counts are confirmed */
    versions(receipt) {
        return Object.fromEntries(receipt.lines.map((line) => [line.id, line.version]));
    }

    async confirm(receipt, answers) {
        const receipts = await this.orm.call("stock.picking", "off_receive", [
            [receipt.id],
            this.versions(receipt),
            answers,
        ]);
        for (const fresh of receipts) {
            const index = this.receipts.findIndex((one) => one.id === fresh.id);
            const lines = fresh.lines.map((line) => this.prepare(line));
            this.receipts.splice(
                index < 0 ? this.receipts.length : index,
                index < 0 ? 0 : 1,
                {...fresh, lines}
            );
        }
        return receipts;
    }
}
