/** Somebody whose page said goodbye is gone after this; a reload or the next page says hello within it. */
export const goodbyeSeconds = 30
/** A page that never said goodbye (a crash, a dead battery) counts as open for this long after its last event. */
export const silentMinutes = 10
