// Read a document with the consortium's own connector and say what it found, as JSON.
// The document comes on standard input. The connector looks a published context up at
// its address unless it is the one that it holds itself: here it gets that one, the
// same version, without the network. An address of another version is refused.
import {Buffer} from "node:buffer";
import process from "node:process";

import {Connector} from "@datafoodconsortium/connector";
import context from "@datafoodconsortium/connector/lib/context.js";

const HELD = "https://w3id.org/dfc/ontology/context/context_1.16.0.json";

class NotHeldError extends Error {}

globalThis.fetch = async (url) => {
    if (String(url) !== HELD) throw new NotHeldError(url);
    return {ok: true, json: async () => ({"@context": context})};
};

async function readAll(stream) {
    const parts = [];
    for await (const part of stream) parts.push(part);
    return Buffer.concat(parts).toString();
}

// A getter of the connector by name, or nothing where the type has none. Some getters
// of this version throw a TypeError where the document is silent, and some ask the server
// for what a link leads to.
async function ask(object, name) {
    if (typeof object?.[name] !== "function") return null;
    try {
        return (await object[name]()) ?? null;
    } catch (error) {
        if (error instanceof TypeError || error instanceof NotHeldError) return null;
        throw error;
    }
}

async function askIds(object, name) {
    return ((await ask(object, name)) ?? []).map((found) => found.getSemanticId());
}

async function describe(object) {
    const quantity = await ask(object, "getQuantity");
    const price = await ask(object, "getPrice");
    return {
        id: object.getSemanticId(),
        type: object.getSemanticType(),
        class: object.constructor.name,
        name: await ask(object, "getName"),
        sku: await ask(object, "getSku"),
        stock: await ask(object, "getStockLimitation"),
        city: await ask(object, "getCity"),
        emails: await ask(object, "getEmails"),
        firstName: await ask(object, "getFirstName"),
        quantity: await ask(quantity, "getQuantityValue"),
        quantityUnit: quantity?.getSemanticProperty("dfc-b:hasUnit") ?? null,
        price: await ask(price, "getQuantityValue"),
        vatRate: await ask(price, "getVatRate"),
        priceUnit: price?.getSemanticProperty("dfc-b:hasUnit") ?? null,
        offers: await askIds(object, "getOfferers"),
        product: (await ask(object, "getOfferedProduct"))?.getSemanticId() ?? null,
        items: object.getSemanticPropertyAll("dfc-b:manages"),
        supplied: object.getSemanticPropertyAll("dfc-b:supplies"),
    };
}

const connector = new Connector();
const objects = await connector.import(await readAll(process.stdin));
const found = [];
for (const object of objects) found.push(await describe(object));
process.stdout.write(JSON.stringify(found));
