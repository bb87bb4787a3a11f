/**
 * Properties that never leave the script's own parts: not on the wire, not in storage, not on `window.LiveLayer`, not the browser's.
 * The build shortens them, always in the same way, so that a part of another build still agrees.
 */
export const privateNames = `
  hasWidget isFresh isIntroduced isOver leavePage letGo loadPrint mintId minted onDisk onNaming retryAfterMs setText settledId
  settledVisit undoWith visibleSince watchAddress watchReading
`
  .trim()
  .split(/\s+/)

/** @type {Record<string, string>} */
export const shortNames = Object.fromEntries(privateNames.map((name, at) => [name, `$${at.toString(36)}`]))
