-- The work that links the members of a caso to the record kept to itself why the record refused one: the analysis stayed closed and
-- nobody knew what to correct.

alter table domanda_componente add column non_collegato text check (non_collegato ~ '\S');
comment on column domanda_componente.non_collegato is 'Why the record refused him the last time, in a sentence: until he is linked';

select kernel.apri_scambio();
