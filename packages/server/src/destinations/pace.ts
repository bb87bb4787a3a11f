const second = 1_000
const minute = 60 * second
const hour = 60 * minute
export const day = 24 * hour

/** Soon at first, since most failures are over in seconds; then long enough that a night without a server loses nothing. */
export const patient = [5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour] as const
