import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressBlock, createRateLimit, notFound, takeTurn } from '../../http/index.ts'
import type { DigestContext } from './context.ts'

type LeaveRequest = FastifyRequest<{ Params: { recipient: string } }>

/** The way out at the foot of each mail. Opening it only asks, because mail scanners open everything; posting says no (RFC 8058). */
export function leaveRoutes({ sql, clock }: DigestContext): FastifyPluginAsyncTypebox {
  const limit = createRateLimit({ burst: 30, perSecond: 0.5, clock: () => clock().getTime() })

  async function recipientOf(request: LeaveRequest): Promise<string> {
    takeTurn(limit, addressBlock(request.address), 'Too many tries. Wait a little and open the link again.')
    const { recipient } = request.params
    const [row] = /^[0-9a-f]{32}$/.test(recipient)
      ? await sql<{ id: string }[]>`SELECT id FROM digest_recipients WHERE id = ${recipient}::uuid`
      : []
    if (!row) throw notFound('link')
    return row.id
  }
  const show = (reply: FastifyReply, sentence: string, button: string, again: boolean) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .send(page(sentence, button, again))

  return async app => {
    // A mail program posts `List-Unsubscribe=One-Click`, a person the form of the page.
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) => done(null, body))
    app.get('/digest/leave/:recipient', async (request: LeaveRequest, reply) => {
      await recipientOf(request)
      return show(reply, 'Do you want no more of these figures by e-mail?', 'No more of these', false)
    })
    app.post('/digest/leave/:recipient', async (request: LeaveRequest, reply) => {
      const id = await recipientOf(request)
      const isBack = new URLSearchParams(String(request.body ?? '')).get('again') === 'yes'
      await sql`UPDATE digest_recipients SET left_at = ${isBack ? null : clock()} WHERE id = ${id}`
      return isBack
        ? show(reply, 'You get these figures again.', 'No more of these', false)
        : show(reply, 'You get no more of these figures.', 'Get them again', true)
    })
  }
}

const page = (sentence: string, button: string, again: boolean) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>Figures by e-mail</title></head><body style="margin:0;padding:48px 24px;font:16px/1.5 system-ui,sans-serif;color:#1c1917;background:#fff">` +
  `<main style="max-width:420px;margin:auto"><h1 style="font-size:20px">Figures by e-mail</h1><p>${sentence}</p>` +
  `<form method="post">${again ? '<input type="hidden" name="again" value="yes">' : ''}` +
  `<button style="padding:10px 16px;font:inherit;border:0;border-radius:6px;background:#166534;color:#fff">${button}</button>` +
  `</form></main></body></html>`
