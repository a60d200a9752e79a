-- The lists of the coordinator (issue 4 §6). In one index of the ambito, in the order of days, most of what is walked is of the comuni of
-- others: ten times the households, ten times the steps, and each looks at the map of what is visible. By comune each list begins
-- where its rows are, and a page is the first rows of a merge of them (casi.ts).

create index caso_del_comune on caso (ambito_id, comune_id, presentata_il, id) include (persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
create index caso_del_comune_assegnazione on caso (ambito_id, comune_id, assegnazione, presentata_il, id) include (persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
create index caso_del_comune_nome on caso (ambito_id, comune_id, richiedente_chiave, id) include (presentata_il, persona_id, codice_fiscale_chiave, assegnatario_id, misura_id, assegnazione);
drop index caso_elenco;
drop index caso_elenco_tutti;
drop index caso_della_misura;

-- The counts of who coordinates read every open caso of his comuni: in order of id each was at another place of the table, and the map of
-- what is visible was turned each time. Rows with equal keys stay in the order of the table (0061). The night goes on in order of id.
create index caso_carico on caso (ambito_id, comune_id) include (id, assegnatario_id, peso) where assegnazione in ('da-assegnare', 'assegnato');
drop index caso_aperti;
create index caso_aperti on caso (ambito_id, comune_id, id) where assegnazione in ('da-assegnare', 'assegnato');
