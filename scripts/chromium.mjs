// The browser that the tests drive: the system's own, never one that a package brings along.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium'
]

/** Nothing that a browser does of its own accord, and root may start it. */
export const quietChromium = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic'
]

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {string | undefined} undefined when there is none; throws when FOYER_CHROMIUM names one that is not there
 */
export function findChromium(environment = process.env) {
  const named = environment.FOYER_CHROMIUM
  if (named) {
    if (!isProgram(named)) throw new Error(`FOYER_CHROMIUM names ${named}, which is not a program that can be run.`)
    return named
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = folders.flatMap(folder => names.map(name => join(folder, name)))
  return [...candidates, ...elsewhere].find(isProgram)
}

/** @param {string} path */
function isProgram(path) {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
