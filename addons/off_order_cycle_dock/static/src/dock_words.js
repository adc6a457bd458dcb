import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {counted, damaged, difference, missing} from "./dock_count";

export const inDigits = (value) =>
    formatFloat(Number(value) || 0, {digits: [16, 4], trailingZeros: false});

export const inDays = (day) => formatDate(deserializeDate(day));

/** “3 cases of 6 = 18 Units” */
export function expectedText(line) {
    const total = `${inDigits(line.expected)} ${line.unit}`;
    const [pack] = line.packs;
    if (!pack) {
        return total;
    }
    const [name, size] = pack;
    const whole = Math.floor(line.expected / size + 1e-6);
    if (!whole) {
        return total;
    }
    const rest = line.expected - whole * size;
    const values = {whole: inDigits(whole), size: inDigits(size), name};
    const packs = name
        ? _t("%(whole)s × %(name)s", values)
        : _t("%(whole)s × case of %(size)s", values);
    return rest > 1e-6
        ? _t("%(packs)s + %(rest)s = %(total)s", {packs, rest: inDigits(rest), total})
        : _t("%(packs)s = %(total)s", {packs, total});
}

export const packText = ([name, size]) => name || _t("case of %s", inDigits(size));

/** @returns {Array} colour and words for how a count compares with the order */
export function judge(line) {
    if (!line.counted) {
        return ["muted", _t("not counted")];
    }
    const more = difference(line);
    if (more > 0) {
        return ["info", _t("%s too many", inDigits(more))];
    }
    const broken = damaged(line);
    const gone = missing(line);
    if (broken && gone) {
        const values = {gone: inDigits(gone), broken: inDigits(broken)};
        return ["danger", _t("%(gone)s missing, %(broken)s damaged", values)];
    }
    if (broken) {
        return ["danger", _t("%s damaged", inDigits(broken))];
    }
    if (gone) {
        return [counted(line) ? "warning" : "danger", _t("%s missing", inDigits(gone))];
    }
    return ["success", _t("as ordered")];
}
