-- Only for tests: a table of a section with data of beneficiaries, protected as the product protects its own, and
-- acts on it, so that visibility is proved before the first real one exists.
create table prova_caso (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid references utente (id),
  testo text not null
);
create index on prova_caso (ambito_id, comune_id);
create index on prova_caso (comune_id);
create index on prova_caso (assegnatario_id);
select kernel.proteggi('prova_caso', sezione => 'patti');
create table prova_controllo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid references utente (id),
  testo text not null
);
create index on prova_controllo (ambito_id, comune_id);
create index on prova_controllo (comune_id);
create index on prova_controllo (assegnatario_id);
select kernel.proteggi('prova_controllo', sezione => 'controlli');
create table prova_dettaglio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  testo text not null
);
create index on prova_dettaglio (ambito_id, comune_id);
create index on prova_dettaglio (comune_id);
select kernel.proteggi('prova_dettaglio', sezione => 'patti', fascicolo => true);
create table prova_nota (
  id uuid primary key default gen_random_uuid(),
  caso_id uuid not null references prova_caso (id),
  testo text not null
);
create index on prova_nota (caso_id);
select kernel.proteggi_figlia('prova_nota', 'prova_caso', 'caso_id');
