-- Mail on its way out, written with the change it tells of. `key` says what it tells, so nothing is told twice; the row's own id is in
-- its Message-ID, so a mail that a crash sends again is known as the same one. What it said is forgotten once it has gone.
CREATE TABLE mails (
  id               uuid PRIMARY KEY,
  workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  conversation_id  uuid REFERENCES conversations (id) ON DELETE CASCADE,
  member_id        uuid REFERENCES members (id) ON DELETE CASCADE,
  kind             text NOT NULL CHECK (kind IN ('waiting', 'mention', 'reply', 'invitation')),
  key              text NOT NULL,
  recipient        text NOT NULL,
  letter           jsonb,
  status           text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'given up', 'withdrawn')),
  tries            integer NOT NULL DEFAULT 0,
  due_at           timestamptz(3) NOT NULL,
  -- While a process tries: another one leaves it alone until then.
  leased_until     timestamptz(3),
  created_at       timestamptz(3) NOT NULL,
  ended_at         timestamptz(3),
  -- Why the last try failed, or why there is none any more.
  reason           text
);
CREATE UNIQUE INDEX mails_once ON mails (workspace_id, key);
CREATE INDEX mails_due ON mails (due_at) WHERE status = 'waiting';
CREATE INDEX mails_ended ON mails (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX mails_by_workspace ON mails (workspace_id, status, ended_at DESC);
CREATE INDEX mails_by_conversation ON mails (conversation_id);
CREATE INDEX mails_by_member ON mails (member_id);

-- Addresses that want no more mail of a workspace's conversations, as a keyed hash: the address itself is not kept for it.
CREATE TABLE mail_refusals (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  address       bytea NOT NULL,
  at            timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, address)
);

-- What a member wants to be mailed; without a row, everything that waits and is theirs or nobody's.
CREATE TABLE notice_preferences (
  member_id     uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  mail          text NOT NULL CHECK (mail IN ('never', 'mine', 'all'))
);
CREATE INDEX notice_preferences_by_workspace ON notice_preferences (workspace_id);

-- Who has a conversation before them. `seen_at` is kept fresh while a socket of theirs follows it, `read` is how far they have looked.
CREATE TABLE conversation_readers (
  conversation_id  uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  member_id        uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  seen_at          timestamptz(3) NOT NULL,
  read             integer NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, member_id)
);
CREATE INDEX conversation_readers_by_member ON conversation_readers (member_id);
CREATE INDEX conversation_readers_by_seen ON conversation_readers (seen_at);

-- The waiting spell the team was mailed of, and the visitor's read mark at which they were. What waits already is old news.
ALTER TABLE conversations ADD COLUMN told_waiting timestamptz(3), ADD COLUMN told_visitor integer;
UPDATE conversations SET told_waiting = waiting_since, told_visitor = visitor_read
  WHERE waiting_since IS NOT NULL OR visitor_unread > 0;
CREATE INDEX conversations_untold ON conversations (waiting_since)
  WHERE waiting_since IS NOT NULL AND told_waiting IS DISTINCT FROM waiting_since;
CREATE INDEX conversations_visitor_untold ON conversations (last_at)
  WHERE visitor_unread > 0 AND email IS NOT NULL AND told_visitor IS DISTINCT FROM visitor_read;

ALTER TABLE conversation_settings
  ADD COLUMN notice_minutes integer NOT NULL DEFAULT 10,
  ADD COLUMN mail_visitors boolean NOT NULL DEFAULT true;
