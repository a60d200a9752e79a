-- The lists of the coordinator (issue 4 §6). In one index of the ambito, in the order of days, most of what is walked is of the comuni of
-- others: ten times the households, ten times the steps, and each looks at the map of what is visible. By comune each list begins
-- where its rows are, and a page is the first rows of a merge of them (casi.ts).

create index caso_del_comune on caso (ambito_id, comune_id, presentata_il, id) include (persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
create index caso_del_comune_assegnazione on caso (ambito_id, comune_id, assegnazione, presentata_il, id) include (persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
create index caso_del_comune_nome on caso (ambito_id, comune_id, richiedente_chiave, id) include (presentata_il, persona_id, codice_fiscale_chiave, assegnatario_id, misura_id, assegnazione);
drop index caso_elenco;
drop index caso_elenco_tutti;
drop index caso_della_misura;
