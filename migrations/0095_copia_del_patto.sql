-- The copy of a pact in plain words, for the family, has a template of its own: an ambito changes it as the others (ADR 0068).
alter table modello_documento drop constraint modello_documento_uso_check;
alter table modello_documento add constraint modello_documento_uso_check check (uso in ('lettera', 'patto', 'copia-patto'));
comment on column modello_documento.uso is 'What it prints: a letter, which an operator chooses; a pact, or its copy in plain words, which have one each';
