-- Two costs found by measuring (bench/README.md, piani; the time of the tests).

-- the ministry lists the imports of every ambito, the latest first: in this order, or all of them are read and sorted
create index on importazione (creata, id);

-- The statement is the same whatever the persons, and planning it again at every write of one costs five times its work. By key
-- then, always: a plan made while the tables were empty would read them whole for ever after.
alter function kernel.scrivi_parole set plan_cache_mode = 'force_generic_plan';
alter function kernel.scrivi_parole set enable_seqscan = 'off';
alter function kernel.scrivi_parole set enable_hashjoin = 'off';
alter function kernel.scrivi_parole set enable_mergejoin = 'off';
