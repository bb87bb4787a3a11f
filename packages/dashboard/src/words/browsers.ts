export const browserName = ({ browser, os, device }: { browser?: string; os?: string; device?: string }) =>
  [browser, os].filter(Boolean).join(' on ') || device || 'Unknown browser'
