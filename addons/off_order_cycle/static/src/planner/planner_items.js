import {fold} from "./planner_store";

/**
 * Groups and rows that pass the filters, in the order in which they are shown.
 *
 * @param {PlannerStore} store
 * @param {Object} filters query, source, category, only, unfolded
 * @param {Boolean} isFiltered whether any of them leaves out something
 * @returns {Array} {group, rows} of a producer, {group, row} of a product
 */
export function listItems(store, filters, isFiltered) {
    const words = fold(filters.query).split(/\s+/).filter(Boolean);
    const items = [];
    for (const group of store.groups) {
        if (filters.source && group.edge.id !== Number(filters.source)) {
            continue;
        }
        const rows = isFiltered
            ? group.rows.filter((row) => passes(store, filters, words, row, group))
            : group.rows;
        if (isFiltered && !rows.length) {
            continue;
        }
        items.push({group, rows});
        if (isFiltered || filters.unfolded.has(group.edge.id)) {
            for (const row of rows) {
                items.push({row, group});
            }
        }
    }
    return items;
}

function passes(store, {category, only}, words, row, group) {
    if (category && row.category !== Number(category)) {
        return false;
    }
    const kinds = {
        supplied: () => store.isSupplied(row),
        missing: () => !store.isSupplied(row),
        changed: () => store.isChanged(row) || store.getErrors(row).length,
    };
    if (only && !kinds[only]()) {
        return false;
    }
    row.text ??= fold(`${row.name} ${row.code} ${group.edge.name}`);
    return words.every((word) => row.text.includes(word));
}
