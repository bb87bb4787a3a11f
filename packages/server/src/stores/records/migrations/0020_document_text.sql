-- What the team wrote into a document by hand, to be gone on with. A file or a page of a site is changed where it comes from.
ALTER TABLE documents ADD COLUMN written text;
