/**
 * Properties that never leave the widget's own parts: not on the wire, not in storage, not in `LiveLayer.chat`, not the browser's or
 * Preact's, never reached by a text. The build shortens them, always in the same way, so that parts of two builds still agree.
 */
export const privateNames = `
  answering answersAtOnce assistant book catchUp checkPerson connecting discard dropHere emailAsk emailBad emailKept emailLabel
  emailLater emailSave emailSkip fileOf hasToken heardTo isAnother isAtEnd isDue isFirst isHere isLast isLastOwn isMachine isOffered
  isOrdered isOwn isTeamHere isTurnedAway isWanted leaveEmail loadOlder mintId newConversation notSent onFrame onMessages onNews onProactive
  onRefused onThread openWire outbox personComes prefill pump rateAsk rateComment rateSend rateThanks readTo reopens
  retryAfterMs setText skipEmail soundOff soundOn toPerson tooLarge tooLong tooMany turnedAway typingBy wrongType yesterday
`
  .trim()
  .split(/\s+/)

/** @type {Record<string, string>} */
export const shortNames = Object.fromEntries(privateNames.map((name, at) => [name, `$${at.toString(36)}`]))
