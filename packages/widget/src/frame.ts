import type { PageVisitor } from './line/identity.ts'
import type { Colors } from './loader/dress.ts'
import type { WidgetOptions } from './options.ts'

/** What the loader has made before the rest is loaded. */
export type Frame = {
  agentId: string
  options: WidgetOptions
  root: ShadowRoot
  launcher: HTMLButtonElement
  badge: HTMLElement
  accent: string
  colors: Colors
  /** To whoever listens on the page. */
  tell(name: EventName, detail?: unknown): void
}
export type EventName = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'conversation'

/** What the rest offers to the loader. */
export type Running = {
  open(text?: string): void
  close(): void
  describe(visitor: PageVisitor): void
  signOut(): void
  end(): void
}
