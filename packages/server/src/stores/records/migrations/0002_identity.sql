-- A visitor is one browser as first seen; a person is what the joins between visitors make of them. Events keep the visitor
-- they happened to for ever, so a join or its undoing rewrites no history: only person_id moves.
CREATE TABLE visitors (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  person_id      uuid NOT NULL,
  -- Proven by a signed token in this browser. A visitor has at most one; a second user in the same browser is a new visitor.
  user_id        text,
  first_seen_at  timestamptz NOT NULL,
  last_seen_at   timestamptz NOT NULL,
  events         bigint NOT NULL DEFAULT 0,
  visits         integer NOT NULL DEFAULT 0,
  session_id     uuid NOT NULL,
  session_at     timestamptz NOT NULL,
  source         text,
  country        text,
  region         text,
  city           text,
  timezone       text,
  browser        text,
  os             text,
  device         text,
  ip             inet,
  bot            text NOT NULL DEFAULT '',
  page_url       text,
  page_title     text,
  page_since     timestamptz,
  visit_since    timestamptz,
  -- Set by the exit of the page they were on; a later event of theirs clears it.
  left_at        timestamptz
);
CREATE INDEX visitors_by_person ON visitors (person_id);
CREATE INDEX visitors_by_last_seen ON visitors (workspace_id, last_seen_at DESC);

-- What recognises a visitor. `hash` is of the local id, the print or the user id, never the value itself.
CREATE TABLE identity_keys (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind          text NOT NULL CHECK (kind IN ('local', 'print', 'user')),
  hash          bytea NOT NULL,
  visitor_id    uuid NOT NULL,
  -- A print that has meant two browsers or two people recognises nobody from then on.
  shared        boolean NOT NULL DEFAULT false,
  first_at      timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, kind, hash)
);
CREATE INDEX identity_keys_by_visitor ON identity_keys (visitor_id);

-- The evidence: why one visitor is the same person as another. Undone, not deleted.
CREATE TABLE joins (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind          text NOT NULL CHECK (kind IN ('user', 'fingerprint')),
  key           text NOT NULL,
  from_visitor  uuid NOT NULL,
  into_visitor  uuid NOT NULL,
  at            timestamptz NOT NULL,
  undone_at     timestamptz,
  undone_by     text,
  CHECK (from_visitor <> into_visitor)
);
CREATE UNIQUE INDEX joins_once ON joins (from_visitor, into_visitor, kind, key) WHERE undone_at IS NULL;
CREATE INDEX joins_by_from ON joins (from_visitor);
CREATE INDEX joins_by_into ON joins (into_visitor);

-- What a visitor is said to be, and by whom: proven by a signed token, or claimed by the page.
CREATE TABLE attributes (
  visitor_id    uuid NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
  key           text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('verified', 'claimed')),
  value         jsonb NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (visitor_id, key, kind)
);

-- One row a person, kept beside the joins so that a list of 200 000 needs no grouping. id is the oldest visitor's.
CREATE TABLE people (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name           text,
  email          text,
  company        text,
  user_id        text,
  first_seen_at  timestamptz NOT NULL,
  last_seen_at   timestamptz NOT NULL,
  events         bigint NOT NULL DEFAULT 0,
  visits         integer NOT NULL DEFAULT 0,
  source         text,
  country        text,
  region         text,
  city           text,
  timezone       text,
  browser        text,
  os             text,
  device         text,
  bot            boolean NOT NULL DEFAULT false,
  -- Names, e-mail, company and user id as words, for prefix search.
  words          tsvector NOT NULL
);
CREATE INDEX people_by_last_seen ON people (workspace_id, last_seen_at DESC, id);
CREATE INDEX people_by_first_seen ON people (workspace_id, first_seen_at DESC, id);
CREATE INDEX people_by_events ON people (workspace_id, events DESC, id);
CREATE INDEX people_by_visits ON people (workspace_id, visits DESC, id);
CREATE INDEX people_by_words ON people USING gin (words);

-- One row a visit: what the timeline groups by and sessionCount counts.
CREATE TABLE visits (
  visitor_id    uuid NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
  id            uuid NOT NULL,
  started_at    timestamptz NOT NULL,
  last_at       timestamptz NOT NULL,
  pages         integer NOT NULL DEFAULT 0,
  events        integer NOT NULL DEFAULT 0,
  source        text,
  entry_path    text,
  country       text,
  region        text,
  city          text,
  timezone      text,
  browser       text,
  os            text,
  device        text,
  PRIMARY KEY (visitor_id, id)
);

-- Signed user tokens that were believed, by hash, one row a token and browser: one that was signed out of, or whose jti another
-- browser used, is not believed again. Rows go once their token has expired, workspace by workspace.
CREATE TABLE user_tokens (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  hash          bytea NOT NULL,
  visitor_id    uuid NOT NULL,
  first_at      timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  PRIMARY KEY (workspace_id, hash, visitor_id)
);
CREATE INDEX user_tokens_by_visitor ON user_tokens (visitor_id);
CREATE INDEX user_tokens_by_expiry ON user_tokens (workspace_id, expires_at);
