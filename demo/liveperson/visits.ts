/** An engagement attribute as it arrived. */
export type Attribute = { type: string; [field: string]: unknown }
export type Report = { identities: unknown[]; consumerId?: string; entryPoints: string[]; attributes: Attribute[] }
type Visit = { sid: string; pages: number; state: State }
type State = Record<string, unknown>
export type Visits = ReturnType<typeof createVisits>

/** By the name it is written under: how it is read back, and whether the latest stands for all. */
const readSide: Readonly<
  Record<string, { name: string; isReplaced: boolean; id?: [repeated: string, ...path: string[]] }>
> = {
  cart: { name: 'cartStatus', isReplaced: true },
  cartStatus: { name: 'cartStatus', isReplaced: true },
  ctmrinfo: { name: 'customerInfo', isReplaced: true },
  personal: { name: 'personalInfo', isReplaced: true },
  mrktInfo: { name: 'marketingCampaignInfo', isReplaced: true },
  service: { name: 'serviceActivity', isReplaced: true, id: ['repeatedServiceActivity', 'service', 'serviceId'] },
  prodView: { name: 'viewedProduct', isReplaced: false },
  purchase: { name: 'purchases', isReplaced: false, id: ['repeatedOrderId', 'orderId'] },
  lead: { name: 'leads', isReplaced: false, id: ['repeatedLeadId', 'lead', 'leadId'] },
  error: { name: 'visitorError', isReplaced: false },
  searchInfo: { name: 'searchContent', isReplaced: false },
  searchContent: { name: 'searchContent', isReplaced: false }
}

/** What LivePerson keeps in memory: browsers (`vid`) and their latest visit (`sid`), with what was told of each. */
export function createVisits(newId: () => string) {
  const browsers = new Map<string, Visit>()
  const ended = new Set<string>()

  const begin = (vid: string): Visit => {
    const visit: Visit = { sid: newId(), pages: 0, state: {} }
    browsers.set(vid, visit)
    return visit
  }
  return {
    hasEnded: (sid: string) => ended.has(sid),
    /** From here on they are invalid, as after six hours. */
    endAll(): void {
      for (const { sid } of browsers.values()) ended.add(sid)
      browsers.clear()
    },
    add(given: { vid: string; sid: string }, report: Report) {
      const known = browsers.get(given.vid)
      const isSame = known !== undefined && known.sid === given.sid
      const vid = given.vid || newId()
      const visit = isSame ? known : begin(vid)
      visit.pages += 1
      visit.state.entryPoints = [...((visit.state.entryPoints as string[] | undefined) ?? []), ...report.entryPoints]
      visit.state.identities = report.identities
      for (const attribute of report.attributes) keep(visit.state, attribute)
      return {
        status: isSame ? 200 : 201,
        body: { sessionId: visit.sid, visitorId: vid, pageId: `${visit.sid}-${visit.pages}` }
      }
    },
    read(vid: string, sid: string): State | undefined {
      const visit = browsers.get(vid)
      return visit && (sid === '' || visit.sid === sid) ? visit.state : undefined
    }
  }
}

function keep(state: State, { type, ...fields }: Attribute): void {
  const read = readSide[type]
  // A type that nobody knows: what LivePerson does with it could not be confirmed; here it is dropped.
  if (!read) return
  if (read.isReplaced) {
    state[read.name] = fields
    return
  }
  const before = (state[read.name] ?? []) as Record<string, unknown>[]
  const [repeated, ...path] = read.id ?? ['']
  const id = at(fields, path)
  const isRepeated = id !== undefined && before.some(one => at(one, path) === id)
  state[read.name] = [...before, isRepeated ? { ...fields, [repeated]: true } : fields]
}

const at = (fields: Record<string, unknown>, path: readonly string[]): unknown =>
  path.length === 0
    ? undefined
    : path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], fields)
