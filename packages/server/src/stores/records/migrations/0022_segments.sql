-- Groups of people by what they are and did. The rule is JSON, parsed by the protocol's schema on its way in; who is in it is worked out
-- whenever somebody asks.
CREATE TABLE segments (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  rule          jsonb NOT NULL,
  created_by    uuid REFERENCES members (id) ON DELETE SET NULL,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL
);
CREATE INDEX segments_by_name ON segments (workspace_id, lower(name), id);
