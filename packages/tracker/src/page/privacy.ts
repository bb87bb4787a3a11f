/** Do Not Track, or Global Privacy Control: then nothing is recorded that the page did not ask for by name. */
export const refusesTracking = (): boolean => {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    doNotTrack?: string | null
    globalPrivacyControl?: boolean
  }
  return doNotTrack === '1' || globalPrivacyControl === true
}
