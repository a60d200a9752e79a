-- A night that could not be done is told once a day to whoever counts the casi of the ambito.
alter table caso_avviso_notte drop constraint caso_avviso_notte_livello_check;
alter table caso_avviso_notte add constraint caso_avviso_notte_livello_check
  check (livello in ('case-manager', 'coordinatore', 'amministratore', 'riesame', 'guasto'));
comment on column caso_avviso_notte.livello is 'Who has been told; guasto: that the night could not be done, on its last day';
