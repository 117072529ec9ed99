-- An account that is to be closed.

alter table person add column closes_at timestamptz; -- then all of it is erased, unless they sign in before
create index person_closing on person (closes_at) where closes_at is not null;
