-- Every command of the operator's line has somebody who acts: also one that only reads leaves its name in the register of changes.

create table comando_eseguito (
  id uuid primary key default gen_random_uuid(),
  nome text not null check (nome ~ '\S'),
  iniziato_il timestamptz not null default kernel.adesso()
);
comment on table comando_eseguito is 'Commands of the operator''s line, as they begin; who gave them is in the register of changes';
comment on column comando_eseguito.nome is 'Name of the command, without what was asked of it';
select kernel.proteggi_nazionale('comando_eseguito');
revoke update, delete on comando_eseguito from nazionale;
