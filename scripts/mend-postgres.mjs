// postgres.js 3.4.9 does not survive every way in which its server goes away. Faults known upstream and open there, and one that is not, are mended in
// the installed package, each at the one place it is; see docs/decisions/0027-the-driver-mended.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const version = '3.4.9'

/** @type {[file: string, why: string, as: string, mended: string][]} */
const mends = [
  [
    'connection.js',
    'a connection that is lost with something still to be written never writes again (porsager/postgres#1154, #1176)',
    `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`
  ],
  [
    'connection.js',
    'the same where the server closed it',
    `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`
  ],
  [
    'connection.js',
    'a write to a connection that is gone ended the process (#1208)',
    `  function nextWrite(fn) {
    const x`,
    `  function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x`
  ],
  [
    'connection.js',
    'what was asked between a reset and its close was never answered, and took the next one’s answer (#1215)',
    `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))`,
    `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = null`
  ],
  [
    'connection.js',
    'a connection that was lost while it asked for the types ended the process: whoever waits for it is told in any case',
    `        return fetchArrayTypes()`,
    `        return fetchArrayTypes().catch(() => undefined)`
  ],
  [
    'index.js',
    'statements of a transaction whose connection was lost ran on the next one, outside of any (#1133, #1216)',
    `new Promise((_, reject) => connection.onclose = reject)
      ])
    } catch (error) {
      throw error`,
    `new Promise((_, reject) => connection.onclose = fault => (lost = fault, reject(fault)))
      ])
    } catch (error) {
      throw error`
  ],
  [
    'index.js',
    'the same',
    `    let savepoints = 0
      , connection`,
    `    let savepoints = 0
      , lost = null
      , connection`
  ],
  [
    'index.js',
    'the same',
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`
  ],
  [
    'index.js',
    'the same of a reserved connection, which was lost to the pool besides',
    `    move(c, reserved)
    c.reserved = () => queue.length`,
    `    let lost = null
    c.onclose = fault => {
      lost = fault
      while (queue.length) queue.shift().reject(fault)
    }
    move(c, reserved)
    c.reserved = () => queue.length`
  ],
  [
    'index.js',
    'the same',
    `    sql.release = () => {
      c.reserved = null`,
    `    sql.release = () => {
      if (lost)
        return
      c.onclose = null
      c.reserved = null`
  ],
  [
    'index.js',
    'the same',
    `    function handler(q) {
      c.queue === full
        ? queue.push(q)`,
    `    function handler(q) {
      if (lost)
        return q.reject(lost)
      c.queue === full
        ? queue.push(q)`
  ]
]

/** @param {string} root of the repository */
export function mendPostgres(root) {
  const folder = join(root, 'node_modules/postgres')
  if (!existsSync(folder)) throw new Error('postgres is not installed. Remove node_modules and start again.')
  const installed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  if (installed !== version)
    throw new Error(
      `scripts/mend-postgres.mjs is for postgres ${version}, and ${installed} is installed. See which of it is still needed.`
    )
  for (const [name, why, as, mended] of mends) {
    const file = join(folder, 'src', name)
    const text = readFileSync(file, 'utf8')
    if (text.includes(mended)) continue
    if (text.split(as).length !== 2)
      throw new Error(`${name} of postgres is not as expected, and could not be mended: ${why}.`)
    writeFileSync(
      file,
      text.replace(as, () => mended)
    )
  }
}
