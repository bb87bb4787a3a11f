/** What the engine itself says of deliveries; what destinations say is told in the words of their last answer. */
const sentences: Readonly<Record<string, string>> = {
  no_rule: 'No rule of the mapping wants such events.',
  integrations: 'Whoever sent them said that they are not for this destination (integrations).',
  not_in_segment: 'The visitor was not in the segment of this destination when they were to be sent.',
  segment_unknown: 'Foyer could not find out in time whether the visitor is in the segment of this destination.',
  segment_broken: 'Who is in the segment of this destination could not be asked.',
  no_consent: 'The visitor has not agreed to a category of this destination.',
  consent_withdrawn: 'The visitor has taken their consent back.',
  consent_unknown: 'The event does not say what the visitor agreed to.',
  opted_out: 'The visitor has opted out of tracking.',
  gpc: 'The visitor’s browser asks not to pass on anything about them.',
  too_old: 'They were older than this destination takes, or waited for too long.',
  interrupted: 'Foyer was stopped while they were sent; nobody can say whether they arrived.',
  unreachable: 'The destination could not be reached.',
  no_answer: 'They were sent, and no whole answer came: the connection broke off, or it took too long.',
  unforeseen: 'Foyer could not make the request.'
}

export const sentenceOf = (reason: string, lastAdvice: string | undefined): string =>
  sentences[reason] ?? (lastAdvice || (reason === '' ? 'No reason was given.' : `The destination said ${reason}.`))
