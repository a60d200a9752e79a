-- A copy takes all the data out, a restore puts others in their place: whoever does either is named in the register of
-- changes, as for any other act of the command line.

create table copia (
  id uuid primary key default gen_random_uuid(),
  operazione text not null check (operazione in ('salvata', 'ripristinata')),
  file text not null check (file ~ '\S'),
  creata_il timestamptz not null default kernel.adesso()
);
comment on table copia is 'Copies of all the data taken and put back; who did it is in the register of changes';
comment on column copia.file is 'Name of the file, without its folder';
select kernel.proteggi_nazionale('copia');
revoke update, delete on copia from nazionale;
