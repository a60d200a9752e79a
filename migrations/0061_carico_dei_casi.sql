-- The counts of who coordinates read every term of his comuni. In order of date their rows were taken now from one end of the table
-- now from the other, and each time the map of what is visible was turned to another page (index-only scan): with a million and a
-- half households, eight thousand turns for sixteen thousand terms. Rows with equal keys are kept in the order of the table, so
-- without the date in the key a comune turns each page once. The nightly job, which asks by date, reads all of an ambito anyway.
create index caso_termine_carico on caso_termine (ambito_id, comune_id) include (caso_id, scade, fermo);
drop index caso_termine_del_comune;
