-- What somebody shows of what they earned, to whom, and which of their frozen evidence with it (R60).

create table showcase (
    id bigint generated always as identity primary key,
    person_id bigint not null unique references person on delete cascade,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    secret text not null unique check (secret ~ '^[A-Za-z0-9_-]{22,60}$'), -- of the link that can be renewed
    audience text not null default 'nobody' check (audience in ('nobody', 'link', 'public')),
    named boolean not null default false,
    sentence text not null default '' check (length(sentence) <= 600),
    published_at timestamptz,
    check ((audience = 'nobody') = (published_at is null))
);

create table shown_award (
    award_id bigint primary key references award on delete cascade,
    showcase_id bigint not null references showcase on delete cascade,
    place integer not null check (place >= 1)
);
create index shown_award_of on shown_award (showcase_id, place);

-- A text as it was submitted, or, where `file` is set, one file of it by its number.
create table shown_evidence (
    award_id bigint not null references shown_award on delete cascade,
    requirement_key text not null,
    file text not null default '' check (file ~ '^([0-9A-HJKMNP-TV-Z]{12})?$'),
    primary key (award_id, requirement_key, file)
);
