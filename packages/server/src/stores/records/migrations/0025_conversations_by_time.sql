-- The report on conversations asks by when they were started, resolved and rated.
CREATE INDEX conversations_by_created ON conversations (workspace_id, created_at);
CREATE INDEX conversations_by_resolved ON conversations (workspace_id, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX conversations_by_rated ON conversations (workspace_id, rated_at) WHERE rated_at IS NOT NULL;
