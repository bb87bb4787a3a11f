-- What the team writes onto the time axis of its charts: on a day, which is that day in whatever timezone a chart is drawn, or at an instant.
CREATE TABLE annotations (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  on_day        date,
  at            timestamptz(3),
  text          text NOT NULL,
  created_by    uuid REFERENCES members (id) ON DELETE SET NULL,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL,
  CHECK (num_nonnulls(on_day, at) = 1)
);
CREATE INDEX annotations_by_workspace ON annotations (workspace_id);
