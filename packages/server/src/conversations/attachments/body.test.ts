import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createUploadRoom, readAtMost } from './body.ts'

const reading = (room: ReturnType<typeof createUploadRoom>, body: PassThrough) =>
  room.within(take => readAtMost(body, 100, take))

test('files on their way share one room: who finds none is told to come again, and what is done gives its part back', async () => {
  const room = createUploadRoom(150)
  const [slow, late] = [new PassThrough(), new PassThrough()]
  const first = reading(room, slow)
  slow.write(Buffer.alloc(90))
  await expect.poll(() => slow.readableLength).toBe(0)
  const second = reading(room, late)
  late.end(Buffer.alloc(80))
  await expect(second).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 5 })
  slow.end(Buffer.alloc(10, 'x'))
  expect((await first).length).toBe(100)
  const again = new PassThrough()
  again.end(Buffer.alloc(100))
  expect((await reading(room, again)).length).toBe(100)
})

test('a file that is too large, or breaks off, gives its part back too', async () => {
  const room = createUploadRoom(100)
  const [large, cut, well] = [new PassThrough(), new PassThrough(), new PassThrough()]
  large.write(Buffer.alloc(90))
  large.end(Buffer.alloc(90))
  await expect(reading(room, large)).rejects.toMatchObject({ code: 'too_large' })
  const broken = reading(room, cut)
  cut.write(Buffer.alloc(90))
  cut.destroy(new Error('gone'))
  await expect(broken).rejects.toThrow('gone')
  well.end(Buffer.alloc(100))
  expect((await reading(room, well)).length).toBe(100)
})
