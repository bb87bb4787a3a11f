import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'page')
const files: Readonly<Record<string, { name: string; type: string }>> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' }
}

export function pageFile(path: string): { text: string; type: string } | undefined {
  const file = files[path]
  return file && { text: readFileSync(join(folder, file.name), 'utf8'), type: file.type }
}
