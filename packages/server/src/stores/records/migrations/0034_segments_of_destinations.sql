-- A destination may be limited to the people of a segment (docs/decisions/0034). While one names it, a segment cannot go: without it the
-- events of everybody would be meant.
ALTER TABLE destinations ADD COLUMN segment_id uuid REFERENCES segments (id);
CREATE INDEX destinations_by_segment ON destinations (segment_id) WHERE segment_id IS NOT NULL;
ALTER TABLE destination_revisions ADD COLUMN segment_id uuid;

-- Who was in a segment is no answer for what it asks for now.
CREATE TRIGGER segment_changed AFTER UPDATE ON segments FOR EACH ROW EXECUTE FUNCTION destination_changed();

-- `filtered`: not for this destination, since its visitor is not in its segment.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK (state IN (
  'waiting', 'sending', 'retrying', 'delivered', 'invalid', 'refused', 'expired', 'withheld', 'unknown', 'cancelled', 'filtered'));
