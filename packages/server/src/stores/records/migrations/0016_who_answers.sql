-- Who answers, of every agent: what the team has set, and until it has set anything the team's own documents, once one of them
-- can be read. Where there is nothing to read nobody answers but the team.
CREATE VIEW who_answers AS
  SELECT a.id AS agent_id, a.workspace_id, coalesce(r.name, 'Assistant') AS name,
    coalesce(r.kind, CASE WHEN EXISTS (
      SELECT 1 FROM documents d WHERE d.workspace_id = a.workspace_id AND d.status = 'ready') THEN 'documents' ELSE 'none' END)
    AS kind
  FROM agents a LEFT JOIN responders r ON r.agent_id = a.id;
