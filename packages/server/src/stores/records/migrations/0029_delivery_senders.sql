-- The processes that send deliveries (docs/decisions/0032): each has its share of what a destination takes, of all workspaces. A process says
-- every second that it is there, and counts for as long as a lease.
CREATE TABLE delivery_senders (
  id       uuid PRIMARY KEY,
  seen_at  timestamptz NOT NULL
);

-- It asked for fewer requests: no process sends anything there until then.
ALTER TABLE destinations ADD COLUMN held_until timestamptz(3);

-- What goes many in a request was one lane; it is four now, by visitor, and what waits stays in its order.
WITH moved AS (
  UPDATE deliveries d
  SET lane = ('00000000-0000-0000-0000-00000000000' || (get_byte(uuid_send(d.visitor_id), 15) % 4))::uuid
  FROM destinations o
  WHERE o.id = d.destination_id AND o.type IN ('segment', 'meta') AND d.finished_at IS NULL
    AND d.lane = '00000000-0000-0000-0000-000000000000'
  RETURNING d.destination_id, d.lane, d.created_at)
INSERT INTO delivery_lanes AS l (destination_id, lane, due_at, queued, used_at)
SELECT destination_id, lane, now(), count(*), max(created_at) FROM moved GROUP BY 1, 2
ON CONFLICT (destination_id, lane) DO UPDATE SET due_at = coalesce(l.due_at, excluded.due_at), queued = l.queued + excluded.queued;
