// The rules of doors.mjs on every source file of the repository. Part of `npm run check:lint`.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mayUse, problemsIn } from './doors.mjs'
import { root } from './workplace.mjs'

const skipped = /(^|\/)(node_modules|dist)(\/|$)/
const files = globSync('packages/*/{src,test}/**/*.{ts,tsx,mjs}', { cwd: root, exclude: path => skipped.test(path) })
const rooms = globSync('packages/server/src/{*,stores/*}/index.ts', { cwd: root }).map(file =>
  file.replace('packages/server/src/', '').replace('/index.ts', '')
)

const problems = files.sort().flatMap(file => problemsIn(file, readFileSync(join(root, file), 'utf8')))
for (const room of rooms)
  if (!(room in mayUse))
    problems.push(`packages/server/src/${room} is a new room: say in mayUse of scripts/doors.mjs what it may use.`)

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
