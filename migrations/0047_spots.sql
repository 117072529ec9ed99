-- A note may stand at a file, and say at which page or minute; `spot` is how its reader reads it, as it was then.

alter table note drop constraint note_place_check;
alter table note add constraint note_place_check check (place in ('whole', 'criterion', 'passage', 'file'));
alter table note add spot text not null default '' check (length(spot) <= 300);
alter table note add constraint note_of_a_file check ((place = 'file') = (spot <> ''));
