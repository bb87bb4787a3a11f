import type { Traits, Visitor } from '../types.ts'
import type { WireIdentify } from '../wire.ts'
import type { Store } from './storage.ts'

/** What is kept of one local id: what the server answered, and what is still to be told. The chat widget shares the entry. */
export type Known = Partial<Visitor> & {
  token?: string
  /** Said by the page, not yet heard by the server. */
  traits?: Traits
  /** The token of whoever signed out before; kept until the server has heard of the sign-out. */
  parted?: string
}
export type Proof = Pick<WireIdentify, 'userToken' | 'visitor'>
export type People = ReturnType<typeof createPeople>

/**
 * Who this browser is and was. The local id is this browser's own; what is known of it is kept by it, so that events of
 * the one who signed out still leave under their own name.
 */
export const createPeople = (store: Store, key: string, mintId: () => string) => {
  const book = () => store.read<Record<string, Known>>(key) ?? {}
  const known = (who: string): Known => book()[who] ?? {}
  const keep = (all: Record<string, Known>) => store.write(key, all)
  const write = (who: string, entry: Known) => keep({ ...book(), [who]: entry })
  let minted = ''
  /** Read anew each time: of two tabs that open at once the one that writes last decides, for both. */
  const localId = (): string => {
    const kept = store.text('id')
    if (kept) return kept
    minted = renew()
    return minted
  }
  const renew = (): string => {
    const id = mintId()
    store.setText('id', id)
    return id
  }
  const people = {
    /** A token or signature of the site that proves who is signed in. Never stored. */
    proof: undefined as Proof | undefined,
    book,
    keep,
    known,
    write,
    localId,
    /** The id that this tab has made for a new browser, if it has; another tab may have made one at the same moment. */
    minted: () => minted,
    visitor(): Visitor | null {
      const { id, isReturning, sessionCount } = known(localId())
      return id ? ({ id, isReturning, sessionCount } as Visitor) : null
    },
    describe(traits: Traits) {
      const who = localId()
      const entry = known(who)
      write(who, { ...entry, traits: { ...entry.traits, ...traits } })
    },
    /** Somebody else from here on. */
    part() {
      people.proof = undefined
      minted = ''
      const { token, parted } = known(localId())
      write(renew(), { parted: token ?? parted ?? '' })
    }
  }
  return people
}
