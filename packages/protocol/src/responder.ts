import { type Static, Type } from 'typebox'
import { AgentId, CrawlId, DocumentId, Instant, PageQuery, PassageId, pageOf } from './ids.ts'
import { knowledgeLimits } from './plain.ts'

const Text = Type.Optional(Type.String())

export const documentKinds = ['text', 'markdown', 'html', 'pdf'] as const
export type DocumentKind = (typeof documentKinds)[number]

export const Document = Type.Object({
  id: DocumentId,
  title: Type.String(),
  kind: Type.Enum([...documentKinds]),
  /** Where it can be read; answers link there. */
  url: Text,
  /** The crawl that brought it. */
  crawlId: Type.Optional(CrawlId),
  status: Type.Enum(['reading', 'ready', 'failed']),
  /** Why it could not be read, in a sentence. */
  fault: Text,
  passages: Type.Integer(),
  chars: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant
})
export type Document = Static<typeof Document>

/** Pasted text. A file comes as the body of `POST /api/knowledge/documents/upload?name=`, by its content type. */
export const DocumentWrite = Type.Object({
  title: Type.Optional(Type.String({ maxLength: knowledgeLimits.titleChars })),
  kind: Type.Enum(['text', 'markdown', 'html']),
  text: Type.String({ minLength: 1, maxLength: knowledgeLimits.textChars }),
  url: Type.Optional(Type.String({ maxLength: 2_048 }))
})
export type DocumentWrite = Static<typeof DocumentWrite>
export const DocumentChange = Type.Partial(DocumentWrite)
export const DocumentsQuery = Type.Object({
  ...PageQuery,
  search: Type.Optional(Type.String({ maxLength: 200 })),
  crawlId: Type.Optional(CrawlId),
  status: Type.Optional(Document.properties.status)
})
export const Documents = pageOf(Document)

export const Passage = Type.Object({
  id: PassageId,
  documentId: DocumentId,
  title: Type.String(),
  /** The headings above it, the outermost first. */
  headings: Type.Array(Type.String()),
  text: Type.String(),
  url: Text
})
export type Passage = Static<typeof Passage>
export const DocumentWithPassages = Type.Object({
  ...Document.properties,
  /** As the team wrote it; absent where a file or a site brought it. */
  text: Text,
  items: Type.Array(Passage)
})
export type DocumentWithPassages = Static<typeof DocumentWithPassages>

/** A site read from its site map, or from the links of one page. */
export const Crawl = Type.Object({
  id: CrawlId,
  url: Type.String(),
  status: Type.Enum(['running', 'done', 'failed', 'cancelled']),
  fault: Text,
  found: Type.Integer(),
  read: Type.Integer(),
  unchanged: Type.Integer(),
  failed: Type.Integer(),
  startedAt: Instant,
  endedAt: Type.Optional(Instant)
})
export type Crawl = Static<typeof Crawl>
export const CrawlStart = Type.Object({
  url: Type.String({ minLength: 1, maxLength: 2_048 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: knowledgeLimits.pagesPerCrawl }))
})
export const Crawls = pageOf(Crawl)

export const FoundPassage = Type.Object({ ...Passage.properties, score: Type.Number() })
export type FoundPassage = Static<typeof FoundPassage>
/** `GET /api/knowledge/search?q=`: what an answer to these words would be made from. */
export const PassageSearch = Type.Object({
  items: Type.Array(FoundPassage),
  /** 0 to 1: how well the best one fits. */
  confidence: Type.Number(),
  tookMs: Type.Number()
})

export const responderKinds = ['none', 'documents', 'openai', 'webhook'] as const
export type ResponderKind = (typeof responderKinds)[number]

/** Of one agent: who answers first, and when a person takes over. */
export const ResponderSettings = Type.Object({
  kind: Type.Enum([...responderKinds]),
  /** As the visitor sees it. */
  name: Type.String(),
  /** What to say when nothing fits and a person is called; in the visitor's language unless set. */
  fallback: Text,
  openai: Type.Object({
    baseUrl: Type.String(),
    model: Type.String(),
    /** A key is kept, sealed; it is never shown again. */
    hasKey: Type.Boolean(),
    instructions: Type.String(),
    maxTokens: Type.Integer(),
    /** Once so many were used in a day of the workspace, a person is called instead. */
    tokensADay: Type.Optional(Type.Integer()),
    timeoutSeconds: Type.Integer()
  }),
  webhook: Type.Object({ url: Type.String(), hasSecret: Type.Boolean(), timeoutSeconds: Type.Integer() }),
  handOver: Type.Object({
    /** Below this confidence a person is called. */
    confidenceBelow: Type.Number(),
    /** Words that call a person at once, beside the usual ones of each language. */
    phrases: Type.Array(Type.String()),
    /** After so many answers in one conversation. */
    afterAnswers: Type.Optional(Type.Integer())
  })
})
export type ResponderSettings = Static<typeof ResponderSettings>
export const ResponderChange = Type.Partial(
  Type.Object({
    kind: ResponderSettings.properties.kind,
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    fallback: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]),
    openai: Type.Partial(
      Type.Object({
        baseUrl: Type.String({ maxLength: 2_048 }),
        model: Type.String({ maxLength: 200 }),
        /** Null forgets it. */
        apiKey: Type.Union([Type.String({ minLength: 1, maxLength: 500 }), Type.Null()]),
        instructions: Type.String({ maxLength: 8_000 }),
        maxTokens: Type.Integer({ minimum: 16, maximum: 8_000 }),
        /** Null: no limit. */
        tokensADay: Type.Union([Type.Integer({ minimum: 1_000, maximum: 1_000_000_000 }), Type.Null()]),
        timeoutSeconds: Type.Integer({ minimum: 1, maximum: 120 })
      })
    ),
    webhook: Type.Partial(
      Type.Object({
        url: Type.String({ maxLength: 2_048 }),
        timeoutSeconds: Type.Integer({ minimum: 1, maximum: 120 })
      })
    ),
    handOver: Type.Partial(
      Type.Object({
        confidenceBelow: Type.Number({ minimum: 0, maximum: 1 }),
        phrases: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 }),
        afterAnswers: Type.Union([Type.Integer({ minimum: 1, maximum: 100 }), Type.Null()])
      })
    )
  })
)
export type ResponderChange = Static<typeof ResponderChange>
/** `POST /api/agents/{id}/responder/webhook-secret`: shown this once. */
export const WebhookSecret = Type.Object({ secret: Type.String() })
/** `POST /api/agents/{id}/responder/check`: whether what is set answers, said in a sentence. */
export const ResponderChecked = Type.Object({ ok: Type.Boolean(), message: Type.String(), tookMs: Type.Number() })

export const ResponderUsage = Type.Object({
  items: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      agentId: AgentId,
      answers: Type.Integer(),
      handOvers: Type.Integer(),
      failed: Type.Integer(),
      promptTokens: Type.Integer(),
      completionTokens: Type.Integer()
    })
  )
})
export type ResponderUsage = Static<typeof ResponderUsage>

/** What a visitor sees below an answer: which of the team's own pages it comes from. */
export const AnswerSource = Type.Object({ title: Type.String(), url: Text })
export type AnswerSource = Static<typeof AnswerSource>

export const handOverReasons = ['asked', 'unsure', 'rule', 'failed', 'taken'] as const
export type HandOverReason = (typeof handOverReasons)[number]

/** In `detail` of a responder's message, to the team. */
export const AnswerDetail = Type.Object({
  responder: Type.Enum([...responderKinds]),
  passages: Type.Array(FoundPassage),
  confidence: Type.Number(),
  searchMs: Type.Number(),
  answerMs: Type.Number(),
  promptTokens: Type.Optional(Type.Integer()),
  completionTokens: Type.Optional(Type.Integer()),
  handedOver: Type.Optional(Type.Enum([...handOverReasons]))
})
export type AnswerDetail = Static<typeof AnswerDetail>
