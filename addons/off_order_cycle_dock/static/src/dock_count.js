/** What was counted of a product, as plain functions of its line. */

const CLOSE = 1e-6;

export const blank = () => ({lot: "", date: "", quantity: "", weight: ""});

/** “2,5” or “2.5”; NaN for what is no number, "" for nothing */
export function readNumber(text) {
    const clean = String(text).trim().replace(/\s/g, "").replace(",", ".");
    if (!clean) {
        return "";
    }
    const number = Number(clean);
    return number >= 0 ? number : NaN;
}

/** Without the noise of floating point numbers */
export const round = (number) => Math.round(number * 1e6) / 1e6;

const sum = (things, name) =>
    round(things.reduce((total, one) => total + (Number(one[name]) || 0), 0));

export const counted = (line) => sum(line.lines, "quantity");

export const damaged = (line) => sum(line.damages, "quantity");

/** Good ones less what was ordered: below 0 for a shortage */
export function difference(line) {
    const more = round(counted(line) - line.expected);
    return Math.abs(more) < CLOSE ? 0 : more;
}

/** What neither came well nor came damaged */
export const missing = (line) =>
    Math.max(round(line.expected - counted(line) - damaged(line)), 0);

export const isBad = (line) =>
    line.lines.some((row) =>
        [row.quantity, row.weight].some((value) => Number.isNaN(Number(value)))
    );

/** Rows of which something came */
export const came = (line) => line.lines.filter((row) => Number(row.quantity) > 0);

export const lacksLot = (line) =>
    line.counted &&
    line.tracking !== "none" &&
    came(line).some((row) => !row.lot.trim());

export const lacksDate = (line) =>
    line.counted && line.dates && !line.shelf && came(line).some((row) => !row.date);

export const isPast = (line, today) =>
    line.counted &&
    line.dates &&
    came(line).some((row) => row.date && row.date < today);

/** A weight that is a hundred times off: grams typed for kilograms (rule 24) */
export function isImplausible(line, row) {
    const weight = Number(row.weight);
    const estimate = Number(row.quantity) * line.unit_weight;
    return Boolean(
        weight &&
        line.unit_weight &&
        !(weight >= estimate / 100 && weight <= estimate * 100)
    );
}

/** What the server is told of a line */
export function tell(line) {
    return {
        id: line.id,
        version: line.version,
        lines: line.lines
            .filter((row) => Number(row.quantity) || row.lot || Number(row.weight))
            .map((row) => ({
                lot: row.lot.trim(),
                date: row.date || "",
                quantity: Number(row.quantity) || 0,
                weight: Number(row.weight) || 0,
            })),
        damages: line.damages.map(({key, quantity, lot, note, photos}) => ({
            ...{key, quantity, lot, note},
            photos: photos.map((photo) =>
                photo.id ? {key: photo.key} : {key: photo.key, data: photo.data}
            ),
        })),
    };
}

/** The rows that are shown of what the server keeps */
export function show(line) {
    if (!line.lines.length) {
        return [{...blank(), quantity: line.counted ? 0 : ""}];
    }
    return line.lines.map((row) => ({...row, weight: row.weight || ""}));
}
