import type { Scope } from '@foyer/protocol'

type Request = { path: string; body?: unknown; raw?: string; headers?: Record<string, string> }

/** One route, and a good request of it about what a world like `Of` owns. */
export type Row<Of> = {
  route: string
  /** `open`: no credential is asked for. `page`: a visitor's page, or a key with visitors:write. */
  access: 'open' | 'page' | 'member' | Scope
  /** A visitor's token opens it as well, to what is theirs. */
  orVisitor?: true
  ask: (of: Of) => Request
  /** It names something of the workspace: asked from elsewhere, there is no such thing. */
  names?: true
}

export const at = (path: string, body?: unknown) => () => ({ path, ...(body === undefined ? {} : { body }) })

export const about =
  <Of>(path: (of: Of) => string, body?: (of: Of) => unknown) =>
  (of: Of) => ({ path: path(of), ...(body === undefined ? {} : { body: body(of) }) })
