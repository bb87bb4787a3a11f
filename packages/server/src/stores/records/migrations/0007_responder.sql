-- Who answers first, of an agent. Secrets are sealed.
CREATE TABLE responders (
  agent_id          uuid PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
  workspace_id      uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind              text NOT NULL CHECK (kind IN ('none', 'documents', 'openai', 'webhook')),
  name              text NOT NULL,
  fallback          text,
  base_url          text NOT NULL,
  model             text NOT NULL,
  api_key           bytea,
  instructions      text NOT NULL,
  max_tokens        integer NOT NULL,
  model_seconds     integer NOT NULL,
  webhook_url       text NOT NULL,
  webhook_secret    bytea,
  webhook_seconds   integer NOT NULL,
  confidence_below  real NOT NULL,
  phrases           text[] NOT NULL,
  after_answers     integer
);
CREATE INDEX responders_by_workspace ON responders (workspace_id);

-- Null where the agent had no responder when it began: the team answers.
ALTER TABLE conversations ADD COLUMN answered_by text CHECK (answered_by IN ('responder', 'team'));

-- A question that waits for its answer, written with the message that asks it. One for a conversation: what is added before it
-- is answered, is answered with it.
CREATE TABLE questions (
  conversation_id  uuid PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  -- Of the answer to come; another one when more was asked meanwhile.
  answer_id        uuid NOT NULL,
  asked_at         timestamptz(3) NOT NULL,
  -- Not before then: whoever asks in two messages is answered once.
  due_at           timestamptz(3) NOT NULL,
  attempts         integer NOT NULL DEFAULT 0,
  leased_until     timestamptz(3)
);
CREATE INDEX questions_by_due ON questions (due_at);
CREATE INDEX questions_by_workspace ON questions (workspace_id);

CREATE TABLE responder_usage (
  agent_id           uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  workspace_id       uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  day                date NOT NULL,
  answers            integer NOT NULL DEFAULT 0,
  hand_overs         integer NOT NULL DEFAULT 0,
  failed             integer NOT NULL DEFAULT 0,
  prompt_tokens      bigint NOT NULL DEFAULT 0,
  completion_tokens  bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (agent_id, day)
);
CREATE INDEX responder_usage_by_workspace ON responder_usage (workspace_id, day);
