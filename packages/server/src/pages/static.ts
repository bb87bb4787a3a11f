import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8'
}
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt'])

type Encoded = { etag: string; plain: Buffer; br: Buffer; gzip: Buffer }

/**
 * The files of one built folder. They are few and do not change while the server runs, so each is compressed once, at the
 * highest quality, and kept.
 */
export function openFolder(folder: string) {
  const kept = new Map<string, Encoded>()

  function find(path: string): string | null {
    const file = normalize(join(folder, path))
    if (file !== folder && !file.startsWith(folder + sep)) return null
    return existsSync(file) && statSync(file).isFile() ? file : null
  }

  function encoded(file: string, change?: (text: string) => string): Encoded {
    const { mtimeMs, size } = statSync(file)
    const etag = `"${mtimeMs.toString(36)}-${size.toString(36)}${change ? `-${change('').length}` : ''}"`
    const known = kept.get(file)
    if (known?.etag === etag && !change) return known
    const plain = change ? Buffer.from(change(readFileSync(file, 'utf8'))) : readFileSync(file)
    const entry = {
      etag,
      plain,
      br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: change ? 5 : 11 } }),
      gzip: gzipSync(plain, { level: 9 })
    }
    if (!change) kept.set(file, entry)
    return entry
  }

  return {
    has: (path: string) => find(path) !== null,
    /** Sends the file, or answers false where there is none. */
    send(
      path: string,
      request: FastifyRequest,
      reply: FastifyReply,
      options: { cache: string; change?: (text: string) => string }
    ): FastifyReply | false {
      const file = find(path)
      if (file === null) return false
      const extension = extname(file)
      reply.type(types[extension] ?? 'application/octet-stream').header('cache-control', options.cache)
      if (!compressible.has(extension)) return reply.send(createReadStream(file))
      const { etag, plain, br, gzip } = encoded(file, options.change)
      reply.header('etag', etag).header('vary', 'accept-encoding')
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      const accepted = String(request.headers['accept-encoding'] ?? '')
      if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(br)
      if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(gzip)
      return reply.send(plain)
    }
  }
}
