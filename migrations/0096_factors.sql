-- An issuer or an affiliate asks a second factor of everybody who holds a desk there (A57).
alter table issuer add asks_factor boolean not null default false;
alter table affiliate add asks_factor boolean not null default false;
