const short = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** What went wrong and what to do, for the team: every row of LivePerson's troubleshooting, and what its own documentation adds. */
export const advice = {
  delivered: (visitor: string) =>
    `LivePerson has it. Not visible in Conversational Cloud? Confirm that the App Key is active, and that the consumer you look at is ${visitor} (consumerId). Its reports may take up to two hours to show it.`,
  deliveredWithout:
    'The server took it, but did not answer as LivePerson does: the visit has no vid and sid, and the next event begins another. Check monitoring_domain.',
  moved: (host: string) =>
    `LivePerson has it, at ${host}: the account has moved. Press Resolve at monitoring_domain and save.`,
  loading:
    'LivePerson is loading this account into memory, as it does after a pause. It is sent again after 3, 10, 30 and 90 seconds.',
  newVisit:
    'LivePerson does not know this visit any more (they end after a while). It is sent again at once, as a new visit.',
  noVisit: 'LivePerson does not know the visit, although none was named. It is sent again.',
  lookedUpAgain: 'Nothing answers for this account at that host (404). The monitoring domain is looked up again.',
  notFound:
    'LivePerson knows nothing at this address (404). Check monitoring_domain (press Resolve: it is a matter of the region), and verify account_id and app_installation_id.',
  wrongIds: (host: string) =>
    `LivePerson knows nothing at this address (404), although ${host} is this account’s monitoring domain: it was looked up just now. Verify account_id and app_installation_id.`,
  unknownApp:
    'LivePerson knows no app with this App Key in this account (404). Check app_installation_id: Campaign Builder → Data sources → Conversation sources → Mobile App shows it.',
  unknownAccount: (account: string) =>
    `LivePerson knows no account ${short(account)}. Check account_id: it is the number in the address of Conversational Cloud.`,
  demandsIdentity: (status: number) =>
    `LivePerson does not take unauthenticated reports for this account (${status}). It may enforce authenticated monitoring: turn on “Authenticated monitoring” in the settings and give the key that signs (acr loa1, a signed sub), or ask LivePerson how monitoring is configured for the account.`,
  identityRefused: (status: number) =>
    `LivePerson does not accept the signed identity (${status}). Check that issuer, key id and algorithm are those of the identity provider configured for the account, and that it knows the public key. Visitors who are not signed in go without a signature: if the account takes none of them, have their events left out with a condition in the mapping.`,
  version: 'LivePerson does not know this API version (400). Choose 1.0 or 1.1 in the settings.',
  missing: (field: string) => {
    const why = whys[field] ?? 'Look at this field in the request beside this, and change what the mapping puts there.'
    return `LivePerson does not accept the report: “${short(field)}” is missing or malformed (400). ${why}`
  },
  malformed:
    'LivePerson does not accept the report (400). It misses an identity (consumerId, identities.sub or vid), or an engagement attribute is malformed. Review the request beside this, and change the mapping.',
  customerId:
    ' It carries a customer id, which accounts with unauthenticated messaging may refuse: “Send the customer id” in the settings leaves it out.',
  slower: 'LivePerson asks for fewer requests (429). It is sent again when LivePerson allows it.',
  unexpected: (status: number) =>
    `LivePerson has a problem of its own (${status}). It is sent again after 3, 10, 30 and 90 seconds.`,
  domainApiFails: (status: number) =>
    `LivePerson’s Domain API has a problem of its own (${status}). Try again in a minute, or enter the monitoring domain by hand.`,
  /** Its name is none that the team has spelt. */
  domainApiUnreached: ({ reason, message }: { reason: string; message: string }) =>
    `LivePerson’s Domain API was not reached: ${reason === 'name' ? 'this server does not find its name in the DNS.' : message} Try again in a minute, or enter the monitoring domain by hand.`,
  domainApiSaysNothing:
    'LivePerson’s Domain API answered, but named no monitoring domain (smt) for this account. Check account_id, or ask LivePerson whether monitoring is turned on.',
  foreignHost: (host: string) =>
    `The Domain API named ${short(host)}, which is no host of LivePerson. It is not used, and nothing is sent there.`
}

const identity = 'Each report needs consumerId, identities.sub or vid.'
const whys: Readonly<Record<string, string>> = {
  consumerId: identity,
  identities: identity,
  'identities.sub': identity,
  sub: identity,
  vid: identity,
  engagementAttributes:
    'If the report only says which page was seen, LivePerson may not take it without an engagement attribute: turn off the rule for pages in the mapping.'
}
