/**
 * Properties that never leave the script's own parts: not on the wire, not in storage, not on `window.LiveLayer`, not the browser's.
 * The build shortens them, always in the same way, so that a part of another build still agrees.
 */
export const privateNames = `
  hasWidget isFresh isIntroduced isOver leavePage letGo loadPrint mintId minted onDisk onNaming retryAfterMs setText settledId
  settledVisit undoWith visibleSince watchAddress watchReading adopt begin contextFor deepest describe ensure exits giveBack hurry
  identity listeners lose merge onVisitor pause people proof queue restart resume sendLeaving sessions touch transport bytes later
  measure record write book current keep names
`
  .trim()
  .split(/\s+/)

/** @type {Record<string, string>} */
export const shortNames = Object.fromEntries(privateNames.map((name, at) => [name, `$${at.toString(36)}`]))
