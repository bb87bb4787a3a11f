-- What the answering agent may read. A crawl is a site; its pages wait here to be read, so that it goes on after a restart.
CREATE TABLE crawls (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  url           text NOT NULL,
  page_limit    integer NOT NULL,
  status        text NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled')),
  fault         text,
  started_at    timestamptz(3) NOT NULL,
  ended_at      timestamptz(3),
  -- The process that reads it has it until then, and says so again and again.
  leased_until  timestamptz(3),
  -- Which run it is, so that a process that lost it stops.
  run           integer NOT NULL DEFAULT 0
);
CREATE INDEX crawls_by_workspace ON crawls (workspace_id, started_at DESC, id);
CREATE INDEX crawls_running ON crawls (leased_until) WHERE status = 'running';

CREATE TABLE crawl_pages (
  crawl_id  uuid NOT NULL REFERENCES crawls (id) ON DELETE CASCADE,
  url       text NOT NULL,
  place     integer NOT NULL,
  status    text NOT NULL CHECK (status IN ('waiting', 'read', 'unchanged', 'failed')),
  PRIMARY KEY (crawl_id, url)
);
CREATE INDEX crawl_pages_waiting ON crawl_pages (crawl_id, place) WHERE status = 'waiting';

CREATE TABLE documents (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  crawl_id      uuid REFERENCES crawls (id) ON DELETE CASCADE,
  title         text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('text', 'markdown', 'html', 'pdf')),
  url           text,
  status        text NOT NULL CHECK (status IN ('reading', 'ready', 'failed')),
  fault         text,
  -- Which of PostgreSQL's text search configurations its words were cut by.
  language      text NOT NULL DEFAULT 'simple',
  passages      integer NOT NULL DEFAULT 0,
  chars         integer NOT NULL DEFAULT 0,
  -- What says whether a crawled page has changed.
  etag          text,
  modified      text,
  hash          bytea,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL
);
CREATE INDEX documents_by_workspace ON documents (workspace_id, created_at DESC, id);
CREATE UNIQUE INDEX documents_by_page ON documents (crawl_id, url) WHERE crawl_id IS NOT NULL;

-- What was given and is not read yet; gone once it is.
CREATE TABLE document_sources (
  document_id   uuid PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  bytes         bytea NOT NULL,
  type          text NOT NULL,
  -- The title was given, so what the document calls itself does not replace it.
  is_titled     boolean NOT NULL,
  given_at      timestamptz(3) NOT NULL,
  attempts      integer NOT NULL DEFAULT 0,
  leased_until  timestamptz(3)
);
CREATE INDEX document_sources_by_time ON document_sources (given_at);

CREATE TABLE passages (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  document_id   uuid NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  place         integer NOT NULL,
  headings      text[] NOT NULL,
  text          text NOT NULL,
  -- As they are written and as their language bends them.
  words         tsvector NOT NULL
);
CREATE INDEX passages_by_document ON passages (document_id, place);
CREATE INDEX passages_by_workspace ON passages (workspace_id);
CREATE INDEX passages_by_words ON passages USING gin (words);
