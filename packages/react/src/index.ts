export type {
  Consent,
  Identification,
  Product,
  Properties,
  ShopEvents,
  TrackerOptions,
  Traits,
  Visitor
} from '@foyer/tracker'
export { FoyerChat, type FoyerChatProps } from './chat.tsx'
export { FoyerProvider, FoyerProvider as LiveLayerProvider, type FoyerProviderProps } from './provider.tsx'
export { useTracker } from './tracker-context.ts'
export { useConsent } from './use-consent.ts'
export { useGroup } from './use-group.ts'
export { useIdentify } from './use-identify.ts'
export { usePageView } from './use-page-view.ts'
export { type Track, useTrack } from './use-track.ts'
export { useVisitor } from './use-visitor.ts'
