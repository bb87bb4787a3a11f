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
  funnel: ['steps', 'breakdown', 'overTime', 'timeToConvert'],
  retention: ['cohorts', 'curve', 'breakdown'],
  paths: ['links', 'nodes'],
  conversations: ['figures', 'points', 'members', 'sources', 'countries', 'week', 'questions'],
  people: ['people'],
  behind: ['people'],
  requests: ['requests'],
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
