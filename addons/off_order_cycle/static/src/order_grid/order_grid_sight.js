// Pixels, the same in order_grid.scss.
export const ROW = 38;
export const COLUMN = 92;
const AROUND = 4; // rows and columns drawn beyond those in sight

/** Which part of `count` things of `size` pixels is drawn, and the space around it. */
export function cut(count, size, scrolled, seen) {
    const first = Math.max(0, Math.min(Math.floor(scrolled / size), count) - AROUND);
    const last = Math.min(count, Math.ceil((scrolled + seen) / size) + AROUND);
    return {first, last, before: first * size, after: (count - last) * size};
}

/** Where to scroll so that one thing is in sight. */
export function reveal(index, size, scrolled, seen) {
    if (index * size < scrolled) {
        return index * size;
    }
    return Math.max(scrolled, (index + 1) * size - seen);
}
