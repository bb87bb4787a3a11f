import type { WireEvent } from '../wire.ts'

type Page = Window & {
  lpTag?: { taglets: { lp_monitoringSDK?: { getVid: () => unknown; getSid: () => unknown } } }
}

/**
 * Whom LivePerson's own tag on this page takes the visitor for, once it knows; without it LivePerson would see two. As texts, since
 * nothing it answers may keep a batch from being written.
 */
export const livePerson = (): WireEvent['context'] => {
  try {
    const sdk = (window as Page).lpTag?.taglets.lp_monitoringSDK
    return sdk && { liveperson: { vid: `${sdk.getVid() || ''}`, sid: `${sdk.getSid() || ''}` } }
  } catch {
    return undefined
  }
}
