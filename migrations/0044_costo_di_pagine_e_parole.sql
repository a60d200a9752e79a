-- Two costs found by measuring (bench/README.md, piani; the time of the tests).

-- the ministry lists the imports of every ambito, the latest first: in this order, or all of them are read and sorted
create index on importazione (creata, id);

-- the statement is the same whatever the persons, and planning it again at every write of one costs five times its work
alter function kernel.scrivi_parole set plan_cache_mode = 'force_generic_plan';
