-- How the widget looks where the page does not say otherwise; what is absent is as it comes.
ALTER TABLE agents ADD COLUMN look jsonb NOT NULL DEFAULT '{}';
