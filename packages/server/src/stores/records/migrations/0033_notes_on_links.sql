-- Notes are written for the team: whoever makes a link says whether they are seen by it.
ALTER TABLE dashboard_links ADD COLUMN notes boolean NOT NULL DEFAULT false;
