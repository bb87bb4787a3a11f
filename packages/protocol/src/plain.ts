// Numbers and lists of the wire as plain values: whoever needs only these does not load what checks a request.

/** What one message may hold; the widget and the inbox stop a writer at the same numbers. */
export const conversationLimits = {
  textChars: 8_000,
  clientIdChars: 100,
  attachmentBytes: 10 * 1024 * 1024,
  attachmentsPerMessage: 10,
  attachmentNameChars: 200,
  labels: 20,
  labelChars: 50,
  mentions: 20,
  bulk: 200
} as const

/** The types an attachment may have; what the bytes really are must agree with what was said. */
export const attachmentTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
] as const

export type AttachmentType = (typeof attachmentTypes)[number]

export const conversationStatuses = ['open', 'snoozed', 'resolved'] as const

/** What the team may give the answering agent to read. */
export const knowledgeLimits = {
  titleChars: 300,
  textChars: 2_000_000,
  uploadBytes: 20 * 1024 * 1024,
  pagesPerCrawl: 2_000
} as const

/** What one rule, and one agent, may hold. */
export const proactiveLimits = {
  rulesPerAgent: 50,
  conditions: 10,
  where: 5,
  nameChars: 100,
  /** As much as a bubble beside the launcher shows in full. */
  messageChars: 500,
  valueChars: 300,
  listed: 50
} as const

export const widgetLanguages = ['en', 'de', 'fr', 'es', 'pt', 'ar'] as const

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** EU and EEA, the United Kingdom and Switzerland, with those parts of them that have a code of their own. */
export const europeanCountries = [
  ...['AT', 'BE', 'BG', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT'],
  ...['LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  ...['AX', 'GF', 'GG', 'GI', 'GP', 'IM', 'JE', 'MF', 'MQ', 'RE', 'YT']
]

export const longestKeptDays = 3650

/** From where a request came: a page's tracker or chat, a program with a key, the team's app, the playground in it. */
export const requestSources = ['tracker', 'widget', 'api', 'dashboard', 'playground'] as const
export type RequestSource = (typeof requestSources)[number]

export const exportFormats = ['csv', 'json', 'ndjson', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What can be exported, with its tables. */
export const exportTables = {
  overview: ['figures', 'points'],
  top: ['values'],
  trend: ['points', 'totals'],
  funnel: ['steps', 'breakdown', 'overTime', 'timeToConvert', 'compared'],
  retention: ['cohorts', 'curve', 'breakdown'],
  paths: ['links', 'nodes'],
  conversations: ['figures', 'points', 'members', 'sources', 'countries', 'week', 'ratings', 'questions'],
  people: ['people'],
  behind: ['people'],
  requests: ['requests', 'figures', 'points', 'endpoints', 'addresses', 'countries', 'sources', 'statuses'],
  live: ['minutes', 'pages', 'countries', 'sources', 'events'],
  ledger: ['hours', 'reasons', 'sums'],
  events: ['events']
} as const
export type ExportKind = keyof typeof exportTables
export const exportKinds = Object.keys(exportTables) as ExportKind[]

export const exportLimits = {
  events: 1_000_000,
  reportRows: 10_500,
  requests: 100_000,
  people: 100_000,
  parquetBytes: 10_000_000
} as const

/** The columns of exported events; the first ones are exported where none are named. */
export const eventExportColumns = {
  usual: [
    'time',
    'visitor',
    'visit',
    'type',
    'name',
    'url',
    'title',
    'referrer',
    'source',
    'country',
    'city',
    'browser',
    'os',
    'device',
    'properties'
  ],
  more: [
    'id',
    'storedAt',
    'agent',
    'path',
    'campaignSource',
    'medium',
    'campaign',
    'term',
    'content',
    'region',
    'timezone',
    'language',
    'browserVersion',
    'bot',
    'ip',
    'consent'
  ]
} as const

export const digestPeriods = ['day', 'week', 'month'] as const

/** The steps a time axis may have. */
export const units = ['hour', 'day', 'week', 'month'] as const

/** What a time is compared with, where no days are named. */
export const comparisons = ['previous', 'year'] as const

/** How a trend counts. `sum` to `p99` are of a number in `property`; `perPerson` is events for each person. */
export const aggregates = [
  'count',
  'people',
  'visits',
  'perPerson',
  'sum',
  'avg',
  'min',
  'max',
  'p50',
  'p90',
  'p95',
  'p99'
] as const

export const mappingCasts = ['text', 'number', 'integer', 'boolean', 'list', 'iso', 'seconds', 'milliseconds'] as const

export const mappingOperators = [
  'is',
  'isNot',
  'in',
  'isSet',
  'isNotSet',
  'contains',
  'startsWith',
  'gt',
  'lt'
] as const

export const mappingLimits = {
  rules: 100,
  names: 100,
  conditions: 20,
  fieldsPerRule: 200,
  /** How deep values may nest in values. */
  depth: 6,
  /** In all rules together. */
  values: 5_000,
  pathChars: 200,
  templateChars: 2_000,
  nameChars: 100,
  /** Items of a list that are followed. */
  items: 500
} as const

/**
 * Where a delivery stands. `waiting` and `retrying` are still to be sent (`retrying` was tried before), `sending` is on its way; the others
 * are an end, though `withheld`, `filtered`, `refused`, `invalid`, `expired` and `unknown` can be sent again by hand.
 */
export const deliveryStates = [
  'waiting',
  'sending',
  'retrying',
  'delivered',
  /** The destination does not take this event as it is. */
  'invalid',
  /** Too many tries. */
  'refused',
  /** Too old, or waited too long. */
  'expired',
  /** Consent says no. */
  'withheld',
  /** Nobody can say whether it arrived, and sending it twice would count twice. */
  'unknown',
  /** Taken back by the team, or its visitor was erased. */
  'cancelled',
  /** Its visitor is not in the segment of the destination. */
  'filtered'
] as const

export const deliveryOrigins = ['live', 'replay', 'resend', 'test'] as const

/** What one try came to. */
export const attemptVerdicts = ['delivered', 'retry', 'invalid', 'misconfigured', 'unknown'] as const

export const destinationCategories = [
  'chat',
  'analytics',
  'advertising',
  'crm',
  'email',
  'team',
  'storage',
  'webhook'
] as const

export const destinationStates = ['active', 'paused', 'misconfigured', 'resting'] as const
export const personalRules = ['keep', 'drop', 'hash', 'verified'] as const
/** What is called personal wherever it stands in an event: in properties, in traits, and in what is known of the visitor. */
export const personalFields = ['email', 'phone', 'name', 'address', 'birthday', 'ip', 'userAgent', 'userId'] as const
export const consentCategories = ['analytics', 'marketing', 'functional', 'advertising'] as const

export const deliveryStages = ['received', 'filtered', 'withheld', 'retried', 'failed', 'delivered'] as const

/** What JSON calls an object: neither a list nor nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What uses a segment, as it is called in a sentence. */
export const segmentUseWords = {
  segment: 'the segment',
  report: 'the saved report',
  message: 'the message',
  destination: 'the destination'
} as const
