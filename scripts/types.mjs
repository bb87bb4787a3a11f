// Checks the types of every package and folder that has a tsconfig.json, two at a time.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bin, root } from './workplace.mjs'

const packages = readdirSync(join(root, 'packages')).map(name => `packages/${name}`)
const projects = [...packages, 'demo', 'bench', 'e2e', 'scripts'].filter(folder =>
  existsSync(join(root, folder, 'tsconfig.json'))
)

/**
 * @param {string} project
 * @returns {Promise<boolean>}
 */
const check = project =>
  new Promise(resolve => {
    const child = spawn(join(bin, 'tsc'), ['-p', project, '--pretty', 'false'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit']
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text
    })
    child.once('close', code => {
      if (output) console.log(output.trimEnd())
      resolve(code === 0)
    })
  })

const waiting = [...projects]
const worker = async () => {
  let areSound = true
  for (let project = waiting.shift(); project !== undefined; project = waiting.shift())
    areSound = (await check(project)) && areSound
  return areSound
}
const results = await Promise.all([worker(), worker()])
if (results.includes(false)) process.exit(1)
