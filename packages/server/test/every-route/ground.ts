import { anyAddress, chainOf, join } from '../team.ts'
import { hex, identify, newLocalId, page, send, userToken } from '../visitor.ts'
import { call, mintWorkspace } from '../workspace.ts'

/** What every room builds upon: a workspace, its mark, a member, one visitor who is known and one who is not. */
export async function breakGround() {
  const workspace = await mintWorkspace()
  /** Stands in everything this workspace owns and shows, so that any of it elsewhere is seen. */
  const mark = `secret${hex(6)}`
  const ask = async <Body = { id: string }>(method: string, path: string, body?: unknown, who = workspace.key) => {
    const answer = await call<Body>(method, path, { who, ...(body === undefined ? {} : { body }) })
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const proof = (n: number) => userToken(workspace, `user-${mark}`, { n, traits: { name: `Person ${mark}` } })
  const seen = async (more: Record<string, unknown>) =>
    (await identify(workspace, { localId: newLocalId(), ...more }, anyAddress())).body
  const visitor = await seen({ userToken: await proof(1) })
  await seen({ userToken: await proof(2) })
  await send(workspace, visitor, [page(`/${mark}`)])
  const stranger = await seen({})
  const [joined] = (await chainOf(workspace, visitor.visitorId)).evidence
  const member = await join(workspace, 'agent')
  await ask('PATCH', `/api/members/${member.memberId}`, { name: `Member ${mark}` })
  return { workspace, mark, ask, member, visitor, stranger, joinId: joined?.id ?? '' }
}
export type Ground = Awaited<ReturnType<typeof breakGround>>
