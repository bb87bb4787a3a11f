-- A conversation belongs to the visitor (the browser) it began in; which other browsers may open it is worked out from who
-- they have proven to be, so a join or its undoing rewrites nothing here. What a list shows is kept in the row itself.
CREATE TABLE conversations (
  id                 uuid PRIMARY KEY,
  workspace_id       uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  agent_id           uuid NOT NULL REFERENCES agents (id),
  -- Nobody's in the playground, where the team talks to its own agent.
  visitor_id         uuid REFERENCES visitors (id) ON DELETE CASCADE,
  source             text NOT NULL,
  start_id           text,
  status             text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'snoozed', 'resolved')),
  snoozed_until      timestamptz(3),
  assignee_id        uuid REFERENCES members (id) ON DELETE SET NULL,
  labels             text[] NOT NULL DEFAULT '{}',
  merged_into        uuid REFERENCES conversations (id) ON DELETE CASCADE,
  created_at         timestamptz(3) NOT NULL,
  last_at            timestamptz(3) NOT NULL,
  last_seq           integer NOT NULL DEFAULT 0,
  -- Of the last message that the visitor sees too.
  last_text          text,
  last_author        text,
  -- Messages of the one side that the other has not read.
  unread             integer NOT NULL DEFAULT 0,
  visitor_unread     integer NOT NULL DEFAULT 0,
  team_read          integer NOT NULL DEFAULT 0,
  team_delivered     integer NOT NULL DEFAULT 0,
  visitor_read       integer NOT NULL DEFAULT 0,
  visitor_delivered  integer NOT NULL DEFAULT 0,
  waiting_since      timestamptz(3),
  first_reply_at     timestamptz(3),
  resolved_at        timestamptz(3),
  rating             smallint CHECK (rating BETWEEN 1 AND 5),
  rating_comment     text,
  rated_at           timestamptz(3),
  email              text,
  email_skipped_at   timestamptz(3),
  -- What was known when it started.
  ip                 inet,
  country            text,
  region             text,
  city               text,
  timezone           text,
  browser            text,
  os                 text,
  device             text,
  locale             text,
  page_url           text,
  page_title         text,
  referrer           text,
  first_seen_at      timestamptz(3),
  traits             jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX conversations_by_last ON conversations (workspace_id, status, last_at DESC, id);
CREATE INDEX conversations_by_any_last ON conversations (workspace_id, last_at DESC, id);
CREATE INDEX conversations_by_waiting ON conversations (workspace_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_by_assignee ON conversations (assignee_id, status, last_at DESC, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX conversations_by_visitor ON conversations (visitor_id, last_at DESC);
CREATE INDEX conversations_by_label ON conversations USING gin (labels);
CREATE INDEX conversations_unread ON conversations (workspace_id, last_at DESC, id) WHERE unread > 0;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE status = 'snoozed';
CREATE INDEX conversations_by_agent ON conversations (agent_id);
CREATE INDEX conversations_merged ON conversations (merged_into) WHERE merged_into IS NOT NULL;
-- A start that is sent again is the same conversation.
CREATE UNIQUE INDEX conversations_by_start ON conversations (visitor_id, start_id) WHERE start_id IS NOT NULL;

-- The order of a conversation is `seq`, given out under the lock of its row, so whoever has seen n has seen all before it.
CREATE TABLE messages (
  conversation_id  uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  seq              integer NOT NULL,
  id               uuid NOT NULL UNIQUE,
  kind             text NOT NULL CHECK (kind IN ('message', 'note', 'activity')),
  author           text NOT NULL CHECK (author IN ('visitor', 'member', 'key', 'responder', 'system')),
  author_id        uuid,
  -- As it was then: the member may be gone, the message stays.
  author_name      text,
  client_id        text,
  text             text NOT NULL,
  at               timestamptz(3) NOT NULL,
  mentions         uuid[] NOT NULL DEFAULT '{}',
  detail           jsonb,
  words            tsvector NOT NULL GENERATED ALWAYS AS (
                     CASE WHEN kind = 'activity' THEN ''::tsvector ELSE to_tsvector('simple', text) END) STORED,
  PRIMARY KEY (conversation_id, seq)
);
-- The same clientId of the same writer is the same message.
CREATE UNIQUE INDEX messages_once ON messages (conversation_id, author, author_id, client_id) NULLS NOT DISTINCT
  WHERE client_id IS NOT NULL;
CREATE INDEX messages_by_words ON messages USING gin (words);
CREATE INDEX messages_by_mention ON messages USING gin (mentions) WHERE mentions <> '{}';

-- The bytes lie in the data folder under `file`, a random name.
CREATE TABLE attachments (
  id               uuid PRIMARY KEY,
  workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  conversation_id  uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  -- Null until the message it goes with is sent.
  message_id       uuid REFERENCES messages (id) ON DELETE CASCADE,
  author           text NOT NULL,
  author_id        uuid,
  name             text NOT NULL,
  type             text NOT NULL,
  bytes            integer NOT NULL,
  file             text NOT NULL,
  at               timestamptz(3) NOT NULL
);
CREATE INDEX attachments_by_message ON attachments (message_id);
CREATE INDEX attachments_by_conversation ON attachments (conversation_id);
CREATE INDEX attachments_unsent ON attachments (at) WHERE message_id IS NULL;

-- What happened in conversations, on its way to the event store: written with the change itself, gone once stored there.
CREATE TABLE conversation_facts (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The event's id is made from this and the time, so a fact told twice is stored once.
  key           text NOT NULL,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  agent_id      uuid NOT NULL,
  visitor_id    uuid NOT NULL,
  at            timestamptz(3) NOT NULL,
  name          text NOT NULL,
  properties    jsonb NOT NULL
);

CREATE TABLE canned_replies (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  shortcut      text NOT NULL,
  text          text NOT NULL,
  updated_at    timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX canned_replies_by_shortcut ON canned_replies (workspace_id, lower(shortcut));

CREATE TABLE drafts (
  conversation_id  uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  member_id        uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  text             text NOT NULL,
  note             boolean NOT NULL,
  at               timestamptz(3) NOT NULL,
  PRIMARY KEY (conversation_id, member_id)
);
CREATE INDEX drafts_by_member ON drafts (member_id);

-- `seen_at` is kept fresh by every process that holds a socket of theirs; who was not seen for a while is offline.
CREATE TABLE member_presence (
  member_id         uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
  workspace_id      uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  status            text NOT NULL DEFAULT 'available' CHECK (status IN ('available', 'busy', 'away')),
  seen_at           timestamptz(3) NOT NULL,
  last_assigned_at  timestamptz(3)
);
CREATE INDEX member_presence_by_workspace ON member_presence (workspace_id);

CREATE TABLE conversation_settings (
  workspace_id     uuid PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  auto_assign      boolean NOT NULL,
  open_per_member  integer NOT NULL
);

-- Whoever is joined to one of these may not write.
CREATE TABLE visitor_blocks (
  visitor_id    uuid PRIMARY KEY REFERENCES visitors (id) ON DELETE CASCADE,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  at            timestamptz(3) NOT NULL
);
