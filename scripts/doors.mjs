// Which room may use which, and through which door. check-doors.mjs applies it to every file.
import { dirname, join, normalize, relative } from 'node:path'

/**
 * What each room of the server may use. `stores/records` and `stores/events` are rooms of their own inside `stores`.
 * @type {Record<string, string[]>}
 */
export const mayUse = {
  http: [],
  stores: [],
  'stores/records': ['stores'],
  'stores/events': ['stores'],
  facts: [],
  mail: ['http', 'stores/records'],
  workspace: ['http', 'stores/records', 'mail'],
  privacy: ['http', 'facts', 'stores/records', 'stores/events'],
  identity: ['http', 'facts', 'stores/records', 'workspace', 'privacy'],
  intake: ['http', 'facts', 'stores/records', 'stores/events', 'workspace', 'identity', 'privacy'],
  requests: ['http', 'facts', 'privacy', 'stores/events'],
  people: ['http', 'facts', 'stores/records', 'stores/events', 'workspace', 'identity'],
  live: ['http', 'stores/records', 'people', 'intake'],
  pages: ['http'],
  outward: [],
  knowledge: ['http', 'stores/records', 'workspace', 'identity', 'outward'],
  conversations: [
    'http',
    'facts',
    'stores/records',
    'stores/events',
    'workspace',
    'identity',
    'people',
    'privacy',
    'outward',
    'knowledge',
    'mail'
  ],
  proactive: ['http', 'stores/records', 'stores/events', 'workspace', 'identity', 'people', 'conversations'],
  // Of the other rooms' tables it reads what it needs; nobody depends on it.
  analytics: ['http', 'stores/records', 'stores/events', 'identity', 'intake', 'people', 'mail', 'outward'],
  // One folder in it is one destination.
  destinations: ['http', 'stores/records', 'stores/events', 'workspace', 'identity', 'people', 'privacy', 'outward'],
  // What is kept of one person in every room, given out or erased. Of the other rooms' tables it reads what it gives out; nobody depends on it.
  rights: ['http', 'stores/records', 'stores/events', 'identity', 'intake', 'people', 'conversations', 'destinations'],
  demo: ['http', 'workspace']
}

/** Files of the server's root that every room may use; the others are where the parts meet. */
const open = ['start-error.ts']

/**
 * What each package may use of the others.
 * @type {Record<string, string[]>}
 */
const packagesMayUse = {
  protocol: [],
  tracker: ['protocol'],
  react: ['tracker'],
  widget: ['protocol', 'tracker'],
  dashboard: ['protocol'],
  server: ['protocol']
}

const server = 'packages/server/src/'
const imports =
  /(?:^|[\s;}])(?:import|export)\s*(?:[\w$*{}\s,]*\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
const environment =
  /\bprocess\s*(?:\?\.|\.)\s*env\b|\benv\b[^}\n]*\}\s*(?:=\s*process\b|from\s*['"](?:node:)?process['"])/

/**
 * @param {string} file its path from the root, with forward slashes
 * @param {string} text
 * @returns {string[]} a sentence for each rule that the file breaks
 */
export function problemsIn(file, text) {
  const problems = [...importsOf(text)]
    .map(specifier => wrongImport(file, specifier))
    .filter(problem => problem !== undefined)
  if (file.startsWith(server) && readsEnvironment(file, text))
    problems.push(
      'reads process.env. Settings are read in config.ts alone and passed on; add a setting to settings.ts.'
    )
  return problems.map(problem => `${file} ${problem}`)
}

const isTest = (/** @type {string} */ file) => /\.(test|spec|contract)\.[a-z]+$|\/testing\//.test(file)

/**
 * @param {string} file
 * @param {string} text
 */
const readsEnvironment = (file, text) => file !== `${server}config.ts` && !isTest(file) && environment.test(text)

/** @param {string} text */
function* importsOf(text) {
  for (const [, still, dynamic] of text.matchAll(imports)) yield still ?? dynamic ?? ''
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function wrongImport(file, specifier) {
  if (specifier.startsWith('@foyer/')) return wrongPackage(file, specifier)
  if (!specifier.startsWith('.')) return undefined
  const target = normalize(join(dirname(file), specifier))
  const [from, to] = [packageOf(file), packageOf(target)]
  if (from !== to && from && to && file.includes('/src/'))
    return `imports ${target} across packages. Use ${'`'}@foyer/${to}${'`'}, or move what is shared to packages/protocol.`
  return file.startsWith(server) && target.startsWith(server)
    ? wrongRoom(relative(server, file), relative(server, target))
    : undefined
}

const packageOf = (/** @type {string} */ file) => /^packages\/([^/]+)\//.exec(file)?.[1]

/**
 * @param {string} file
 * @param {string} specifier
 */
function wrongPackage(file, specifier) {
  const from = packageOf(file)
  const to = specifier.split('/')[1] ?? ''
  if (!from || from === to || isTest(file) || packagesMayUse[from]?.includes(to)) return undefined
  return `uses ${specifier}, which packages/${from} may not depend on (see packagesMayUse in scripts/doors.mjs).`
}

/**
 * @param {string} file
 * @param {string} target both from the server's source folder
 */
function wrongRoom(file, target) {
  const from = roomOf(file)
  const to = roomOf(target)
  // The root is where the parts meet: its files may use every room, by its door.
  if (from === to || (to !== undefined && from?.startsWith(`${to}/`))) return undefined
  if (to === undefined)
    return from === undefined || open.includes(target) || isTest(file)
      ? undefined
      : `imports ${target} of the server's root. A room is given what it needs by app.ts; it does not reach up for it.`
  // What a room keeps for its tests, the tests of others may borrow.
  const isBorrowed = isTest(file) && (/\/testing\//.test(target) || target.endsWith('/test-server.ts'))
  if (!isDoor(to, target) && !isBorrowed)
    return `imports ${target}, which lies inside the room ${to}. Use ${to}/index.ts, and export there what is meant for others.`
  if (from === undefined || isTest(file) || mayUse[from]?.includes(to)) return undefined
  return `uses the room ${to}, which ${from} may not depend on. Dependencies point one way: see mayUse in scripts/doors.mjs.`
}

/**
 * @param {string} file
 * @returns {string | undefined} undefined for the root
 */
function roomOf(file) {
  const folder = dirname(file)
  if (folder === '.') return undefined
  const nested = /^stores\/[^/]+/.exec(folder)?.[0]
  return nested ?? folder.split('/')[0]
}

/**
 * @param {string} room
 * @param {string} target
 */
const isDoor = (room, target) => target === `${room}/index.ts`
