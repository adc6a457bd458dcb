const TABLE = "kept";

/**
 * What has to survive a reload or a lost network, kept in the browser.
 *
 * IndexedDB, for photos are too large for the local storage. A browser that refuses it
 * (private windows of some) keeps things as long as the page is open.
 */
export class Keep {
    /**
     * @param {String} name of the database of the browser, one for each page that keeps
     * @param {String} prefix of whose things these are
     */
    constructor(name, prefix) {
        Object.assign(this, {name, prefix});
        this.memory = new Map();
        this.database = this.open();
    }

    open() {
        return new Promise((resolve) => {
            try {
                const request = window.indexedDB.open(this.name, 1);
                request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => resolve(null);
            } catch {
                resolve(null);
            }
        });
    }

    async run(mode, action) {
        const database = await this.database;
        if (!database) {
            return undefined;
        }
        return new Promise((resolve) => {
            const request = action(
                database.transaction(TABLE, mode).objectStore(TABLE)
            );
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => resolve(undefined);
        });
    }

    async get(name) {
        const key = this.prefix + name;
        const kept = await this.run("readonly", (table) => table.get(key));
        return JSON.parse(kept || this.memory.get(key) || "null");
    }

    /**
     * Change what is kept, at once: other pages of this browser keep things there too.
     *
     * @param {String} name
     * @param {Function} change makes of what is kept, null for nothing, what is to be
     */
    async update(name, change) {
        const key = this.prefix + name;
        const database = await this.database;
        if (!database) {
            await this.set(name, change(await this.get(name)));
            return;
        }
        await new Promise((resolve) => {
            const table = database.transaction(TABLE, "readwrite").objectStore(TABLE);
            const reading = table.get(key);
            reading.onerror = () => resolve();
            reading.onsuccess = () => {
                const kept = JSON.parse(reading.result || "null");
                const text = JSON.stringify(change(kept));
                this.memory.set(key, text);
                const writing = table.put(text, key);
                writing.onsuccess = writing.onerror = () => resolve();
            };
        });
    }

    async set(name, value) {
        const key = this.prefix + name;
        const text = JSON.stringify(value);
        this.memory.set(key, text);
        await this.run("readwrite", (table) => table.put(text, key));
    }
}
