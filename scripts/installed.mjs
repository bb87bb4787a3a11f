import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} Locked
 * @typedef {Record<string, Locked>} Packages
 */

/**
 * Whether node_modules is what package-lock.json asks for. npm keeps a lock of what it installed inside node_modules;
 * comparing the two needs no registry and takes a few milliseconds.
 * @param {string} root
 */
export function isInstalled(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  const asked = packagesOf(join(root, 'package-lock.json'))
  return installed !== undefined && asked !== undefined && matches(asked, installed)
}

/**
 * @param {Packages} asked
 * @param {Packages} installed
 */
export function matches(asked, installed) {
  return Object.entries(asked).every(([path, { version, optional, devOptional }]) => {
    // The rest are our own packages, which are linked rather than installed.
    if (!path.includes('node_modules/') || version === undefined) return true
    const there = installed[path]
    // What is optional may be missing: it is there for another platform.
    return there ? there.version === version : Boolean(optional || devOptional)
  })
}

/**
 * @param {string} file
 * @returns {Packages | undefined}
 */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}
