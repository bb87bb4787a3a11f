const bidi = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g
/** A file name as it is: nothing in it may turn the order of its letters. */
export const plainName = (name: string): string => name.replace(bidi, '')
