-- Whether a household asks again too early is looked for by the codes of its members, among the domande of its ambito.
create index domanda_raccolta_componente_chi on domanda_raccolta_componente (ambito_id, codice_fiscale_chiave) where tolto_il is null;
