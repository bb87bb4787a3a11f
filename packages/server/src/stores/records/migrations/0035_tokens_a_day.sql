-- So many tokens of a model may the visitors of an agent use within a day of the workspace; null: as many as they ask for.
ALTER TABLE responders ADD COLUMN tokens_a_day bigint;
