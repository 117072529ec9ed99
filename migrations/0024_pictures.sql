-- A picture of one's own: `picture` stands in its address and is another one for each picture, `picture_file` in the store.

alter table person
    add column picture text not null default '' check (picture = '' or length(picture) = 32),
    add column picture_file text not null default '' check ((picture_file = '') = (picture = ''));
