-- How often visitors of a workspace have changed whom they belong to: reports ask whether what they know of the joins is still true.
CREATE TABLE person_changes (
  workspace_id uuid PRIMARY KEY REFERENCES workspaces(id) ON DELETE CASCADE,
  changes bigint NOT NULL
);
INSERT INTO person_changes (workspace_id, changes) SELECT id, 1 FROM workspaces;
CREATE INDEX visitors_joined ON visitors (workspace_id) WHERE person_id <> id;
