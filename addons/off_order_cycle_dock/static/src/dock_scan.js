import {BarcodeParser} from "@barcodes/js/barcode_parser";
import {FNC1_CHAR} from "@barcodes_gs1_nomenclature/js/barcode_parser";
import {blank, round} from "./dock_count";

// What scanners put before a GS1 code to say that it is one.
const SYMBOLOGY = /^\](C1|e0|d2|Q3|J1)/;
const KILOGRAMS = /^310\d$/;

const bare = (code) => code.replace(/^0+(?=\d)/, "");

function toDay(date) {
    const two = (number) => String(number).padStart(2, "0");
    return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join(
        "-"
    );
}

/** “(01)03…(10)L1”, as some scanners write it, as others do */
function withoutBrackets(code) {
    return code.startsWith("(")
        ? code.replace(/\((\d{2,4})\)/g, (_all, ai) => FNC1_CHAR + ai)
        : code;
}

/** @returns {Array} what Odoo's parser finds, nothing where it is no GS1 code */
function parse(code, nomenclature) {
    const bareCode = withoutBrackets(code.trim().replace(SYMBOLOGY, ""));
    try {
        return new BarcodeParser({nomenclature}).parse_barcode(bareCode) || [];
    } catch {
        return []; // or one with a wrong digit
    }
}

/**
 * What a code says.
 *
 * @param {String} code as scanned
 * @param {Object} nomenclature GS1 rules
 * @returns {Object} code (of the product), and if the code says so lot, day, weight in
 *     kilograms, count
 */
export function readCode(code, nomenclature) {
    const plain = {code: code.trim()};
    if (code.length <= 14 && !code.startsWith("(")) {
        return plain;
    }
    const read = {...plain};
    for (const {ai, value} of parse(code, nomenclature)) {
        if (ai === "01" || ai === "02") {
            read.code = value;
        } else if (ai === "10") {
            read.lot = value;
        } else if (ai === "17" || (ai === "15" && !read.day)) {
            read.day = toDay(value);
        } else if (KILOGRAMS.test(ai)) {
            read.weight = value;
        } else if (ai === "30" || ai === "37") {
            read.count = value;
        }
    }
    return read;
}

/**
 * @param {Array} lines products that may be meant
 * @param {String} code
 * @returns {Array|null} line, and how many units the code stands for
 */
export function findLine(lines, code) {
    for (const line of lines) {
        for (const [known, units] of Object.entries(line.barcodes)) {
            // A GTIN has 14 digits, a barcode of a shop 8, 12 or 13.
            if (bare(known) === bare(code)) {
                return [line, units];
            }
        }
    }
    return null;
}

/** The row of the lot that was scanned, made where there is none */
function findRow(line, read) {
    const last = line.lines.at(-1);
    if (line.tracking === "none" || !read.lot) {
        return last;
    }
    const same = line.lines.find((row) => row.lot === read.lot);
    if (same || !(last.lot || Number(last.quantity))) {
        return same || last;
    }
    line.lines.push(blank());
    return line.lines.at(-1);
}

/** Count what was scanned */
export function countScan(line, units, read) {
    const row = findRow(line, read);
    const amount =
        line.kilograms && read.weight
            ? read.weight / line.kilograms
            : units * (read.count || 1);
    row.quantity = round((Number(row.quantity) || 0) + amount);
    if (line.unit_weight && read.weight) {
        row.weight = round((Number(row.weight) || 0) + read.weight);
    }
    if (line.tracking !== "none" && read.lot) {
        row.lot = read.lot;
    }
    if (line.dates && read.day) {
        row.date = read.day;
    }
}
