import type { Attachment, Message } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../test/workspace.ts'
import { as, by, colleague, type Guest, guest, reads, start, visitorLine } from './testing/talking.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)
type Uploaded = { status: number; body: Attachment & { error?: { code: string; message: string } } }

async function upload(
  who: Record<string, string>,
  id: string,
  name: string,
  type: string,
  bytes: Uint8Array | string
): Promise<Uploaded> {
  const answer = await fetch(`${foyerUrl()}/api/conversations/${id}/attachments?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { ...who, ...(type === '' ? {} : { 'content-type': type }) },
    body: typeof bytes === 'string' ? bytes : Buffer.from(bytes)
  })
  return { status: answer.status, body: (await answer.json()) as Uploaded['body'] }
}
const download = (who: Record<string, string>, id: string, attachment: string) =>
  fetch(`${foyerUrl()}/api/conversations/${id}/attachments/${attachment}`, { headers: who })
const token = (visitor: Guest) => ({ authorization: `Bearer ${visitor.token}`, 'x-forwarded-for': visitor.ip })

test('CH8 a file is sent, hangs on its message, and comes back as it was, as a download that runs nothing', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'See the picture')
  const made = await upload(token(visitor), conversationId, 'a lamp.png', 'image/png', png)
  expect(made).toMatchObject({ status: 201, body: { name: 'a lamp.png', type: 'image/png', bytes: png.length } })
  const line = await visitorLine(workspace, visitor)
  line.send({ type: 'follow', conversationId, after: 1 })
  const sent = await as<Message>(visitor, 'POST', `/api/conversations/${conversationId}/messages`, {
    attachments: [made.body.id]
  })
  expect(sent).toMatchObject({ status: 201, body: { text: '', attachments: [made.body] } })
  expect((await line.heard(1))[0]).toMatchObject({ attachments: [made.body] })
  line.close()
  const cookie = { cookie: ana.cookie }
  for (const who of [token(visitor), cookie]) {
    const back = await download(who, conversationId, made.body.id)
    expect(back.status).toBe(200)
    expect(Buffer.from(await back.arrayBuffer()).equals(png)).toBe(true)
    expect(back.headers.get('content-type')).toBe('image/png')
    expect(back.headers.get('content-disposition')).toBe(
      `attachment; filename="a lamp.png"; filename*=UTF-8''a%20lamp.png`
    )
    expect(back.headers.get('x-content-type-options')).toBe('nosniff')
    expect(back.headers.get('content-security-policy')).toContain('sandbox')
  }
  // It is sent once; a second message cannot take it along.
  const again = await as(visitor, 'POST', `/api/conversations/${conversationId}/messages`, {
    text: 'x',
    attachments: [made.body.id]
  })
  expect(again).toMatchObject({ status: 422, body: { error: { field: 'attachments' } } })
  expect(await reads(visitor, conversationId)).toHaveLength(2)
})

test('P52 the address of a file of another conversation is a 404 to everybody else, and so is a note’s to the visitor', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const [visitor, stranger, foreigner] = [await guest(workspace), await guest(workspace), await guest(other)]
  const [ana, bo] = [await colleague(workspace), await colleague(other)]
  const { conversationId } = await start(workspace, visitor, 'Mine')
  const theirs = await start(workspace, stranger, 'Theirs')
  const { body: file } = await upload(token(visitor), conversationId, 'x.png', 'image/png', png)
  for (const [who, id] of [
    [token(stranger), conversationId],
    [token(stranger), theirs.conversationId],
    [token(foreigner), conversationId],
    [{ cookie: bo.cookie }, conversationId]
  ] as const)
    expect((await download(who, id, file.id)).status).toBe(404)
  expect((await download({}, conversationId, file.id)).status).toBe(401)
  expect((await upload(token(stranger), conversationId, 'x.png', 'image/png', png)).status).toBe(404)
  const stolen = await as(stranger, 'POST', `/api/conversations/${theirs.conversationId}/messages`, {
    text: 'x',
    attachments: [file.id]
  })
  expect(stolen.status).toBe(422)
  const desk = { cookie: ana.cookie, 'x-foyer': '1', origin: foyerUrl() }
  const internal = await upload(desk, conversationId, 'plan.pdf', 'application/pdf', '%PDF-1.7 …')
  expect(internal.status).toBe(201)
  await by(ana, 'POST', `/api/conversations/${conversationId}/notes`, { text: 'look', attachments: [internal.body.id] })
  expect((await download(token(visitor), conversationId, internal.body.id)).status).toBe(404)
  expect((await download({ cookie: ana.cookie }, conversationId, internal.body.id)).status).toBe(200)
})

test('P11 P12 P15 an upload that lies about its type is refused, and a name is only ever a name', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const put = (name: string, type: string, bytes: Uint8Array | string) =>
    upload(token(visitor), conversationId, name, type, bytes)
  const html = '<!doctype html><script>window.__x=1</script>'
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__x=1"/>'
  for (const [type, bytes, status] of [
    ['image/png', html, 422],
    ['image/png', svg, 422],
    ['text/plain', html, 422],
    ['application/pdf', png, 422],
    ['text/html', html, 415]
  ] as const)
    expect((await put('x', type, bytes)).status, type).toBe(status)
  const later = await guest(workspace)
  const other = (await start(workspace, later, 'Hi')).conversationId
  const putMore = (name: string, type: string, bytes: Uint8Array | string) =>
    upload(token(later), other, name, type, bytes)
  for (const [type, bytes, status] of [
    ['image/svg+xml', svg, 415],
    ['', png, 415],
    ['application/json', '{}', 415],
    ['text/plain', '', 422]
  ] as const)
    expect((await putMore('x', type, bytes)).status, type).toBe(status)
  const names: [string, string][] = [
    ['"><img src=x onerror=window.__x=1>.png', '___img src=x onerror=window.__x=1_.png'],
    ['../../etc/passwd.png', '_.._etc_passwd.png'],
    ['photo\u202egnp.exe.png', 'photognp.exe.png'],
    ['a\r\nX-Injected: 1.png', 'a__X-Injected_ 1.png']
  ]
  for (const [given, kept] of names) {
    const made = await putMore(given, 'image/png', png)
    expect(made).toMatchObject({ status: 201, body: { name: kept } })
    const back = await download(token(later), other, made.body.id)
    expect(back.headers.get('x-injected')).toBeNull()
    await back.arrayBuffer()
  }
})

test('CH8 a file that is too large is refused with a sentence, and nothing of it stays', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const big = Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)])
  const refused = await upload(token(visitor), conversationId, 'big.png', 'image/png', big)
  expect(refused).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } })
  const just = Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024 - png.length)])
  expect((await upload(token(visitor), conversationId, 'just.png', 'image/png', just)).status).toBe(201)
  const burst = await Promise.all(
    Array.from({ length: 12 }, () => upload(token(visitor), conversationId, 'x.png', 'image/png', png))
  )
  expect(burst.some(answer => answer.status === 429)).toBe(true)
})
