import {_t} from "@web/core/l10n/translation";

const locale = () => document.documentElement.lang || undefined;

export const inDigits = (value) =>
    new Intl.NumberFormat(locale(), {maximumFractionDigits: 4}).format(value || 0);

/** “1234.50” as it is typed, without what parts thousands */
export const inFigures = (value, digits) =>
    new Intl.NumberFormat(locale(), {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: false,
    }).format(value);

/** “12.50 €” */
export function inMoney(value, {symbol, position, digits}) {
    const text = new Intl.NumberFormat(locale(), {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
    }).format(value || 0);
    return position === "before" ? `${symbol}\u00A0${text}` : `${text}\u00A0${symbol}`;
}

/** What somebody typed, with a comma or a point; NaN for what is no number from 0 on */
export function readNumber(text) {
    const clean = String(text ?? "")
        .replace(/\s/g, "")
        .replace(",", ".");
    const number = clean === "" ? NaN : Number(clean);
    return number >= 0 && Number.isFinite(number) ? number : NaN;
}

export const round = (value, digits = 4) =>
    Math.round((value + Number.EPSILON) * 10 ** digits) / 10 ** digits;

/** As people type it on a phone: without accents, in small letters */
export const plain = (text) =>
    String(text || "")
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/œ/gi, "oe")
        .toLowerCase();

export const STATES = () => ({
    waiting: ["secondary", _t("Waiting")],
    collected: ["success", _t("Collected")],
    absent: ["warning", _t("Did not come")],
    kept: ["info", _t("Kept for later")],
    charged: ["danger", _t("Charged, not collected")],
    cancelled: ["danger", _t("Given up")],
});

export const REASONS = () => [
    ["missing", _t("Missing")],
    ["damaged", _t("Damaged")],
    ["left", _t("Not taken")],
];
