-- Messages that an agent shows by itself. What a rule asks for is JSON, parsed by the protocol's schema on its way in; how often it
-- was shown is kept in the row, so that a list needs no counting.
CREATE TABLE proactive_rules (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  agent_id       uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  name           text NOT NULL,
  message        text NOT NULL,
  author_id      uuid REFERENCES members (id) ON DELETE SET NULL,
  conditions     jsonb NOT NULL,
  frequency      jsonb NOT NULL,
  hours          jsonb,
  active_from    timestamptz(3),
  active_to      timestamptz(3),
  enabled        boolean NOT NULL,
  position       integer NOT NULL,
  shown          integer NOT NULL DEFAULT 0,
  dismissed      integer NOT NULL DEFAULT 0,
  answered       integer NOT NULL DEFAULT 0,
  last_shown_at  timestamptz(3),
  created_at     timestamptz(3) NOT NULL,
  updated_at     timestamptz(3) NOT NULL
);
CREATE INDEX proactive_rules_by_agent ON proactive_rules (agent_id, position, id);

CREATE TABLE proactive_settings (
  agent_id      uuid PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  per_day       integer NOT NULL,
  quiet_days    integer NOT NULL
);

-- One row a message that was shown: what frequency is counted by, and what a conversation begins with once it is answered. The id is
-- made in the page, so it means something only beside the visitor. A rule that is gone leaves its rows: they still count for the day.
CREATE TABLE proactive_shown (
  visitor_id    uuid NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
  id            uuid NOT NULL,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  agent_id      uuid NOT NULL,
  rule_id       uuid NOT NULL,
  -- As they were then.
  rule_name     text NOT NULL,
  text          text NOT NULL,
  author_id     uuid,
  author_name   text NOT NULL,
  at            timestamptz(3) NOT NULL,
  dismissed_at  timestamptz(3),
  answered_at   timestamptz(3),
  PRIMARY KEY (visitor_id, id)
);
CREATE INDEX proactive_shown_by_visitor ON proactive_shown (visitor_id, at DESC);
